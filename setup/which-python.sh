#!/bin/sh
# Print the Python to create .venv with: the first one that is new enough and was built with optimizations,
# which make it a sixth faster, or else the first one that is new enough. Print nothing if there is none.
#
# SYSTEM_PYTHON replaces the last candidate, /usr/bin/python3.
#
# Distributions optimize the Python that they install in /usr; any other has the option in its configuration.
# Exit statuses of the check: 0 for optimized, 3 for not optimized, 1 for too old or incomplete.
check='
import sys, sysconfig
import ensurepip, venv
optimized = sys.base_prefix == "/usr" or "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
sys.exit(1 if sys.version_info < (3, 11) else 0 if optimized else 3)
'
for python in python3 python3.14 python3.13 python3.12 python3.11 "${SYSTEM_PYTHON:-/usr/bin/python3}"; do
	"$python" -c "$check" 2>/dev/null
	case $? in
		0) echo "$python"; exit ;;
		3) other=${other:-$python} ;;
	esac
done
echo "${other:-}"
