#!/usr/bin/env bash
# Measures Cultivar beside a Python program that does the same with transformers and PEFT, turn by turn, so that both meet
# the same noise. Prints one JSON object a run; compare medians.
#
#   side-by-side.sh CULTIVAR PYTHON REFERENCE.py MODEL ROWS.jsonl [ROUNDS]
#
# CULTIVAR is bin/cultivar of a built tree; MODEL a checkpoint folder.
set -euo pipefail
cultivar=$1 python=$2 reference=$3 model=$4 rows=$5 rounds=${6:-3}
for ((round = 1; round <= rounds; round++)); do
    "$cultivar" bench train --model "$model" --data "$rows" --json
    "$python" "$reference" train --model "$model" --data "$rows"
    "$cultivar" bench decode --model "$model" --json
    "$cultivar" bench decode --model "$model" --dtype int8 --speed-only --json
    "$cultivar" bench decode --model "$model" --dtype int4 --speed-only --json
    "$python" "$reference" decode --model "$model"
done
