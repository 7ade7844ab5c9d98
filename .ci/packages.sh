# shellcheck shell=bash
# Sourced by examples/run, tests/run and .ci/run: see that the tools and libraries are there, and install them where we may.
#
#   need_packages NAME...    names of the table below

# name           | apt                 | dnf                 | brew            | what it is
packages_table='
compiler         | gcc libc6-dev       | gcc glibc-devel     | gcc             | a C17 compiler
cxx              | g++                 | gcc-c++             | gcc             | a C++ compiler (the tests try the headers with it)
make             | make                | make                | make            | make
cmake            | cmake               | cmake               | cmake           | CMake 3.20 or later
pkgconfig        | pkg-config          | pkgconf-pkg-config  | pkgconf         | pkg-config
gsl              | libgsl-dev          | gsl-devel           | gsl             | the GNU Scientific Library
cjson            | libcjson-dev        | cjson-devel         | cjson           | cJSON
random123        | librandom123-dev    | Random123-devel     | random123       | Random123 (headers)
criterion        | libcriterion-dev    | criterion-devel     | criterion       | Criterion 2.4.1 or later
nm               | binutils            | binutils            | binutils        | nm
python           | python3             | python3             | python          | Python 3
jsonschema       | python3-jsonschema  | python3-jsonschema  | python-jsonschema | jsonschema for Python
numpy            | python3-numpy       | python3-numpy       | numpy           | NumPy for Python
pandas           | python3-pandas      | python3-pandas      | pandas          | pandas for Python
matplotlib       | python3-matplotlib  | python3-matplotlib  | python-matplotlib | matplotlib for Python
venv             | python3-venv        | python3-pip         | python          | virtual environments for Python
'

package_column() { # NAME COLUMN
    awk -F'|' -v name="$1" -v column="$2" '{ key = $1; gsub(/ +$/, "", key) } key == name { gsub(/^ +| +$/, "", $column); print $column }' \
        <<<"$packages_table"
}

quiet() { "$@" >/dev/null 2>&1; }

c_compiler() { command -v "${CC:-cc}" || command -v gcc || command -v clang; }

has_header() {
    local brew_prefix=
    if quiet command -v brew; then brew_prefix=$(brew --prefix)/include; fi
    printf '#include <%s>\n' "$1" | quiet "$(c_compiler)" ${brew_prefix:+-I"$brew_prefix"} -x c -E -
}

# Is it here? Each test asks for what is used, not for the package: an own build counts as well.
has_package() {
    case $1 in
    compiler) quiet c_compiler && has_header stdlib.h ;;
    cxx) quiet command -v c++ || quiet command -v g++ || quiet command -v clang++ ;;
    make) quiet command -v make || quiet command -v ninja ;;
    cmake) quiet command -v cmake && printf '3.20\n%s\n' "$(cmake --version | awk 'NR == 1 { print $3 }')" | sort -V -C ;;
    pkgconfig) quiet command -v pkg-config ;;
    gsl) quiet pkg-config --exists gsl ;;
    cjson) quiet pkg-config --exists libcjson ;;
    random123) has_header Random123/philox.h ;;
    criterion) quiet pkg-config --atleast-version=2.4.1 criterion ;;
    nm) quiet command -v nm ;;
    python) quiet command -v python3 ;;
    jsonschema | numpy | pandas | matplotlib) quiet python3 -c "import $1" || quiet /usr/bin/python3 -c "import $1" ;;
    venv) quiet python3 -c 'import ensurepip' || quiet /usr/bin/python3 -c 'import ensurepip' ;;
    *) echo "packages.sh: no package called $1" >&2; return 1 ;;
    esac
}

missing_packages() {
    local name
    for name in "$@"; do
        has_package "$name" || echo "$name"
    done
}

# Run a command as root: as we are, or by sudo where that asks no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

can_install() { # apt is here, and we may use it
    quiet command -v apt-get && { [ "$(id -u)" = 0 ] || quiet sudo -n true; }
}

install_packages() {
    local name log debs=
    for name in "$@"; do
        debs="$debs $(package_column "$name" 2)"
    done
    echo "installing$debs" >&2
    log=$(mktemp)
    # shellcheck disable=SC2086 # a list of packages
    if ! { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $debs; } \
        >"$log" 2>&1 </dev/null; then
        echo "apt-get failed; the end of what it said:" >&2
        tail -n 5 "$log" >&2
    fi
    rm -f "$log"
}

name_missing() {
    local name manager column command
    {
        echo "parley needs what is not on this machine, and cannot install it here:"
        for name in "$@"; do
            printf '  %s\n' "$(package_column "$name" 5)"
            for manager in 'apt:2:sudo apt-get install' 'dnf:3:sudo dnf install' 'brew:4:brew install'; do
                IFS=: read -r _ column command <<<"$manager"
                printf '      %s %s\n' "$command" "$(package_column "$name" "$column")"
            done
        done
        echo "Install them and start this again."
    } >&2
}

# See that every package is there; else install it; else say which are missing and how to get them, and fail.
need_packages() {
    local missing
    missing=$(missing_packages "$@")
    # shellcheck disable=SC2086 # names hold no blanks
    if [ -n "$missing" ] && can_install; then
        install_packages $missing
        missing=$(missing_packages "$@")
    fi
    # shellcheck disable=SC2086
    if [ -n "$missing" ]; then
        name_missing $missing
        return 1
    fi
}

# The same for what some tests can do without: they skip, and say so, where it is missing.
want_packages() {
    local missing
    missing=$(missing_packages "$@")
    # shellcheck disable=SC2086 # names hold no blanks
    if [ -n "$missing" ] && can_install; then
        install_packages $missing
    fi
}

# What building the library takes.
# shellcheck disable=SC2034 # used by those who source this
build_packages=(compiler make cmake pkgconfig gsl cjson random123)
# shellcheck disable=SC2034
test_packages=("${build_packages[@]}" cxx criterion nm python jsonschema)
# shellcheck disable=SC2034
python_packages=(numpy pandas matplotlib venv)

cores() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }

# Configure and build quietly: what is said is shown only when it fails.
#   build_in SOURCE FOLDER LOG CMAKE_ARGUMENT... [-- BUILD_ARGUMENT...]
build_in() {
    local source=$1 folder=$2 log=$3
    local -a configure=(-S "$source" -B "$folder")
    shift 3
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        configure+=("$1")
        shift
    done
    [ $# -eq 0 ] || shift
    mkdir -p "$folder"
    if ! { cmake "${configure[@]}" && cmake --build "$folder" --parallel "$(cores)" "$@"; } >"$log" 2>&1 </dev/null; then
        tail -n 25 "$log" >&2
        echo "building in $folder failed; all of it is in $log" >&2
        return 1
    fi
}
