#!/bin/sh
# Can this installation train? One epoch of VBPR, with its teachers, on the built-in sample, in a folder that is removed
# afterwards; a few seconds. Exit code 0: yes, 1: no, with all that was said.
#
#   docker/smoke.sh [flags of train, such as --device cuda]
#
# In an image, where it is the health check, it lies beside trainer.jar; in a checkout it takes the jar that Maven built.
# The check may run beside a training job: it takes one thread and a small heap.
set -u
here=$(dirname -- "$0")
if [ -f "$here/trainer.jar" ]; then
  set -- java "@$here/java.options" -Xmx256m -jar "$here/trainer.jar" "$@"
else
  set -- java -Xmx256m -jar "$here/../trainer/target/trainer.jar" "$@"
fi

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

export OMP_NUM_THREADS=1
if "$@" --backbone vbpr --dataset sample --epochs 1 --run-dir "$folder" >"$folder/said" 2>&1 &&
  grep -q '"status" : "finished"' "$folder"/sample-vbpr-*/result.json; then
  echo "trained on $(sed -n 's/.*"device" : "\(.*\)".*/\1/p' "$folder"/sample-vbpr-*/manifest.json)"
else
  cat "$folder/said" >&2
  exit 1
fi
