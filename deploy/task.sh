#!/bin/sh
# What timers run, by name; the exit code is the command's. Used by systemd, cron and the container alike.
set -eu
cd "$(dirname "$0")/.."
flask="${FLASK:-.venv/bin/flask} --app wsgi"
case "${1:-}" in
    backup) exec $flask backup --to "${COPIES:?folder of the copies}" --keep "${KEEP:-60}" ;;
    verify) exec $flask audit verify ;;
    check) exec $flask ledger check ;;
    remind) exec $flask remind ;;
    offers) $flask training offers; exec $flask stock-counts ;;
    *) echo "task.sh backup|verify|check|remind|offers" >&2; exit 2 ;;
esac
