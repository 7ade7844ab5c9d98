#include <parley/parley.h>
#include <stdio.h>
int main(void) { printf("parley %s\n", parley_version()); return 0; }
