#!/usr/bin/env bash
# Runs the unit tests. What failed is run once more, alone: two hundred suites at once can starve one of them of its deadline.
# It fails if anything fails twice, and ends with what did.
set -uo pipefail
swift=${SWIFT:-swift}
log=.build/unit.log
mkdir -p .build

failures() { grep -aoP '✘ Test \K\w+(?=\()' "$1" | sort -u; }

$swift test 2>&1 | tee "$log" && exit 0
names=$(failures "$log")
if [ -z "$names" ]; then
    grep -aE 'error:|✘' "$log" | tail -20
    exit 1
fi
echo "Once more, alone:" $names
$swift test --skip-build --filter "$(echo "$names" | paste -sd'|')" 2>&1 | tee "$log.again" && exit 0
echo "What failed twice:"
grep -aE '✘|recorded an issue|error:' "$log.again"
exit 1
