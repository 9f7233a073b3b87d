#!/bin/sh
# What WebKitWebDriver starts as its "browser": the program $PROGRAM with the library of
# automation.c loaded. The driver's own arguments come after those of the program.
export LD_PRELOAD="${SHIM:?path of the compiled automation.c}"
exec "${PROGRAM:?path of the desktop program}" "$@"
