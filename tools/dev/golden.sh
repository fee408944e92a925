#!/usr/bin/env bash
# golden.sh [--check] [POUNCE] -- makes tests/golden/valid from tests/golden/models: run it when the format changes, read
# the difference, run the tests. With --check it changes nothing and fails if another file would come out.
set -euo pipefail
cd "$(dirname "$0")/../.."
into=tests/golden/valid
checks=
if [ "${1-}" = --check ]; then
  checks=yes
  into=$(mktemp -d)
  trap 'rm -rf "$into"' EXIT
  shift
fi
pounce=${1:-build/release/bin/pounce}

while read -r name source rows; do
  "$pounce" convert tests/golden/models/"$source"/model.joblib* --test-rows "$rows" -o "$into/$name.pounce"
  [ -z "$checks" ] || cmp "$into/$name.pounce" tests/golden/valid/"$name".pounce
done <<'MODELS'
categories scikit-learn-1.9/pipeline_mixed_credit 64
neighbors scikit-learn-1.2/neighbors_kd_iris 16
network scikit-learn-1.2/mlp_binary_tanh_cancer 64
pca scikit-learn-1.2/pca_logistic_digits 64
ranks_and_missing scikit-learn-1.9/hist_gb_pima_missing 64
smallest scikit-learn-1.2/linear_diabetes 4
tree scikit-learn-1.2/tree_classifier_iris 64
vector_leaves scikit-learn-1.2/adaboost_cancer 64
voting scikit-learn-1.9/voting_cancer 64
MODELS
[ -n "$checks" ] || git status --short "$into"
