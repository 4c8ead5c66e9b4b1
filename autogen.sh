#!/bin/sh
# Makes ./configure and the Makefile.in files from their sources.
set -eu
cd "$(dirname "$0")"
mkdir -p build-aux
exec autoreconf --install --force --warnings=all,no-obsolete
