#!/bin/sh
# rules.sh: prints the rules of deploy/prometheus/rules as PrometheusRule objects: rules.sh >rules.yaml
set -eu
echo "# Made by rules.sh from deploy/prometheus/rules: change them there."
for file in "$(dirname "$0")"/../../prometheus/rules/*.rules.yml; do
    cat <<END
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: $(basename "$file" .rules.yml)
spec:
END
    sed 's/^./  &/' "$file"
done
