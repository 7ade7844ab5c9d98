/// @file parley.h
/// parley: simulate diplomacy. The one header that is promised; it gathers the others.
#ifndef PARLEY_H
#define PARLEY_H

#include <parley/analysis.h>
#include <parley/base.h>
#include <parley/result.h>
#include <parley/run.h>
#include <parley/scenario.h>

#endif
