#!/usr/bin/env bash
# Compares the memory plan with the peak of real runs: ten recipes over three shapes. Prints a table of Markdown.
#
#   memory-plan.sh CULTIVAR TINY SMALL LARGE ROWS.jsonl
#
# CULTIVAR is bin/cultivar of a built tree; TINY, SMALL and LARGE are checkpoint folders, ROWS the rows to train on.
set -euo pipefail
cultivar=$1 tiny=$2 small=$3 large=$4 rows=$5

measure() {
    local name=$1 model=$2
    shift 2
    "$cultivar" bench train --model "$model" --data "$rows" --json "$@" | tail -n 1 | NAME=$name python3 -c '
import json, os, sys
run = json.load(sys.stdin)
planned, peak = run["planned_mib"], run["peak_mib"]
name = os.environ["NAME"]
print(f"| {name} | {planned} | {peak} | {planned / peak:.2f} |")'
}

printf '| recipe | planned MiB | measured peak MiB | ratio |\n| --- | --- | --- | --- |\n'
measure 'tiny, rank 8' "$tiny" --steps 30
measure 'tiny, rank 64' "$tiny" --steps 30 --rank 64
measure 'tiny, 512 tokens, recompute' "$tiny" --steps 20 --seq 512 --recompute
measure 'small, rank 8' "$small" --steps 4
measure 'small, recompute' "$small" --steps 4 --recompute
measure 'small, int8' "$small" --steps 4 --dtype int8
measure 'small, nf4, 400 tokens' "$small" --steps 3 --dtype nf4 --seq 400 --batch 2
measure 'small, bfloat16' "$small" --steps 4 --dtype bfloat16
measure 'large, rank 8' "$large" --steps 3 --batch 2
measure 'large, int8' "$large" --steps 3 --dtype int8
