#!/bin/sh
# Says which Python to make .venv from: the first that is new enough and was built with optimizations
# (it runs a sixth faster than one that was not), or else the first that is new enough.
#
# What a distribution installs below /usr is built so; others say it in their configuration.
check='
import sys, sysconfig
import ensurepip, venv
optimized = sys.base_prefix == "/usr" or "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
sys.exit(1 if sys.version_info < (3, 11) else 0 if optimized else 3)
'
for python in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
	"$python" -c "$check" 2>/dev/null
	case $? in
		0) echo "$python"; exit ;;
		3) other=${other:-$python} ;;
	esac
done
echo "${other:-}"
