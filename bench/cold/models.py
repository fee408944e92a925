# models.py -- trains the six models of the race, the same every time, and writes each as its trainer's file, as ONNX, with
# rows that nobody trained on and the trainer's answers.
#
#   models.py FOLDER      FOLDER/<model>/{model.joblib,model.onnx,[model.json],rows/<i>,events/<i>,expected.json,about.json}
import json
import os
import sys

import joblib
import numpy as np
import pandas as pd
import xgboost
from sklearn.compose import ColumnTransformer
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import onnx_file as onnx

ROWS = 8  # of each model, asked by turns


def floor32(t):
    """The largest float that is not above t: x <= t and x <= floor32(t) agree for every float x."""
    f = np.float32(t)
    return float(f if np.float64(f) <= t else np.nextafter(f, np.float32(-np.inf)))


class trees:
    """The attributes of a TreeEnsembleClassifier, tree by tree."""

    def __init__(self, mode):
        self.mode = mode
        self.nodes = {k: [] for k in ('treeids', 'nodeids', 'featureids', 'values', 'modes', 'truenodeids',
                                      'falsenodeids', 'hitrates', 'missing_value_tracks_true')}
        self.leaves = {k: [] for k in ('treeids', 'nodeids', 'ids', 'weights')}

    def add(self, tree, at, feature, threshold, yes, no, missing_yes, leaf):
        """leaf: (class, weight) pairs, or none for a split."""
        split = leaf is None
        for key, v in (('treeids', tree), ('nodeids', at), ('featureids', feature if split else 0),
                       ('values', threshold if split else 0.0), ('modes', self.mode if split else 'LEAF'),
                       ('truenodeids', yes if split else 0), ('falsenodeids', no if split else 0),
                       ('hitrates', 1.0), ('missing_value_tracks_true', missing_yes if split else 0)):
            self.nodes[key].append(v)
        for c, w in leaf or ():
            for key, v in (('treeids', tree), ('nodeids', at), ('ids', c), ('weights', w)):
                self.leaves[key].append(v)

    def attributes(self):
        return {**{'nodes_' + k: v for k, v in self.nodes.items()},
                **{'class_' + k: v for k, v in self.leaves.items()}}


def classifier_outputs(classes):
    return [('label', onnx.INT64, 1), ('probabilities', onnx.FLOAT, classes)]


def onnx_of_boosted(booster, features):
    """As onnxmltools writes XGBoost's binary classifiers."""
    learner = json.loads(bytes(booster.save_raw('json')))['learner']
    t = trees('BRANCH_LT')
    for k, tree in enumerate(learner['gradient_booster']['model']['trees']):
        rows = zip(tree['left_children'], tree['right_children'], tree['split_indices'], tree['split_conditions'],
                   tree['default_left'])
        for i, (left, right, feature, condition, default_left) in enumerate(rows):
            t.add(k, i, feature, float(condition), left, right, int(default_left),
                  [(0, float(condition))] if left < 0 else None)
    base = float(learner['learner_model_param']['base_score'])
    ensemble = onnx.ml('TreeEnsembleClassifier', ['X'], ['label', 'probabilities'], classlabels_int64s=[0, 1],
                       base_values=[float(np.log(base / (1 - base)))], post_transform='LOGISTIC', **t.attributes())
    return onnx.model('boosted', [ensemble], [('X', onnx.FLOAT, features)], classifier_outputs(2))


def onnx_of_forest(forest):
    """As skl2onnx writes it: every leaf has a weight for every class."""
    t = trees('BRANCH_LEQ')
    classes = len(forest.classes_)
    for k, estimator in enumerate(forest.estimators_):
        tree = estimator.tree_
        for i in range(tree.node_count):
            leaf = None
            if tree.children_left[i] < 0:
                share = tree.value[i][0] / tree.value[i][0].sum() / len(forest.estimators_)
                leaf = [(c, float(share[c])) for c in range(classes)]
            t.add(k, i, int(tree.feature[i]), floor32(tree.threshold[i]), int(tree.children_left[i]),
                  int(tree.children_right[i]), 0, leaf)
    ensemble = onnx.ml('TreeEnsembleClassifier', ['X'], ['label', 'probabilities'],
                       classlabels_int64s=[int(c) for c in forest.classes_], post_transform='NONE', **t.attributes())
    return onnx.model('forest', [ensemble], [('X', onnx.FLOAT, forest.n_features_in_)], classifier_outputs(classes))


def scaler_node(scaler, x, y):
    return onnx.ml('Scaler', [x], [y], offset=[float(m) for m in scaler.mean_],
                   scale=[float(1 / s) for s in scaler.scale_])


def logistic_nodes(regression, x):
    w = regression.coef_[0]
    b = float(regression.intercept_[0])
    return [onnx.ml('LinearClassifier', [x], ['label', 'scores'], classlabels_ints=[0, 1], multi_class=0,
                    coefficients=[-float(c) for c in w] + [float(c) for c in w], intercepts=[-b, b],
                    post_transform='LOGISTIC'),
            onnx.ml('Normalizer', ['scores'], ['probabilities'], norm='L1')]


def onnx_of_logistic(pipeline):
    scaler, regression = (s for _, s in pipeline.steps)
    return onnx.model('logistic', [scaler_node(scaler, 'X', 'scaled'), *logistic_nodes(regression, 'scaled')],
                      [('X', onnx.FLOAT, scaler.n_features_in_)], classifier_outputs(2))


def onnx_of_network(network):
    nodes, constants, x = [], [], 'X'
    for i, (w, b) in enumerate(zip(network.coefs_, network.intercepts_)):
        constants += [onnx.tensor(f'w{i}', w), onnx.tensor(f'b{i}', b)]
        nodes += [onnx.node('MatMul', [x, f'w{i}'], [f'm{i}']), onnx.node('Add', [f'm{i}', f'b{i}'], [f'a{i}'])]
        x = f'a{i}'
        if i + 1 < len(network.coefs_):
            nodes.append(onnx.node('Relu', [x], [f'h{i}']))
            x = f'h{i}'
    nodes += [onnx.node('Softmax', [x], ['probabilities'], axis=1),
              onnx.node('ArgMax', ['probabilities'], ['label'], axis=1, keepdims=1)]
    return onnx.model('network', nodes, [('X', onnx.FLOAT, network.n_features_in_)],
                      classifier_outputs(len(network.classes_)), constants)


def onnx_of_mixed(pipeline):
    columns = pipeline.named_steps['columns']
    numbers = columns.named_transformers_['numbers']
    encoder = columns.named_transformers_['texts']
    width = len(columns.transformers_[0][2])
    nodes = [onnx.ml('Imputer', ['numbers'], ['filled'], replaced_value_float=float('nan'),
                     imputed_value_floats=[float(v) for v in numbers.named_steps['impute'].statistics_]),
             scaler_node(numbers.named_steps['scale'], 'filled', 'scaled')]
    parts = ['scaled']
    inputs = [('numbers', onnx.FLOAT, width)]
    for i, known in enumerate(encoder.categories_):
        inputs.append((f'text_{i}', onnx.STRING, 1))
        nodes.append(onnx.ml('OneHotEncoder', [f'text_{i}'], [f'hot_{i}'], cats_strings=list(known), zeros=1))
        nodes.append(onnx.node('Flatten', [f'hot_{i}'], [f'flat_{i}'], axis=1))
        parts.append(f'flat_{i}')
    nodes.append(onnx.node('Concat', parts, ['row'], axis=1))
    nodes += logistic_nodes(pipeline.named_steps['model'], 'row')
    return onnx.model('mixed', nodes, inputs, classifier_outputs(2))


def floats(x):
    """Numbers that a float holds exactly: so that every contender is asked the same."""
    return x.astype(np.float32).astype(np.float64)


def save(folder, estimator, graph, rows, about):
    os.makedirs(folder + '/rows', exist_ok=True)
    os.makedirs(folder + '/events', exist_ok=True)
    joblib.dump(estimator, folder + '/model.joblib')
    with open(folder + '/model.onnx', 'wb') as f:
        f.write(graph)
    for i in range(ROWS):
        row = rows.iloc[i] if isinstance(rows, pd.DataFrame) else rows[i]
        cells = [v if isinstance(v, str) else '' if np.isnan(v) else repr(float(v)) for v in row]
        with open(f'{folder}/rows/{i}', 'w') as f:
            f.write('\n'.join(cells) + '\n')
        with open(f'{folder}/events/{i}', 'w') as f:  # what a function is asked on a cloud
            json.dump({'data': [[None if v != v else v if isinstance(v, str) else float(v) for v in row]],
                       'outputs': ['proba']}, f)
    with open(folder + '/expected.json', 'w') as f:
        json.dump(estimator.predict_proba(rows[:ROWS]).tolist(), f)
    with open(folder + '/about.json', 'w') as f:
        json.dump(about, f)
    print(os.path.basename(folder), {n: os.path.getsize(f'{folder}/{n}') for n in ('model.joblib', 'model.onnx')},
          flush=True)


def logistic(folder):
    x, y = make_classification(4000, 57, n_informative=20, random_state=1)
    x = floats(x)
    fitted = Pipeline([('scale', StandardScaler()), ('model', LogisticRegression(max_iter=1000))]).fit(x[:3900], y[:3900])
    save(folder, fitted, onnx_of_logistic(fitted), x[3900:], {'title': 'scaler + logistic regression, 57 features'})


def boosted(folder, title, samples, **how):
    x, y = make_classification(samples, 30, n_informative=15, flip_y=0.1, random_state=2)
    x = floats(x)
    fitted = xgboost.XGBClassifier(random_state=3, n_jobs=1, **how).fit(x[:-100], y[:-100])
    save(folder, fitted, onnx_of_boosted(fitted.get_booster(), 30), x[-100:], {'title': title, 'xgboost': True})
    fitted.get_booster().save_model(folder + '/model.json')


def boosted_100(folder):
    boosted(folder, '100 boosted trees of depth 4, 30 features (XGBoost)', 4000, n_estimators=100, max_depth=4)


def boosted_500(folder):
    boosted(folder, '500 boosted trees of 31 leaves, 30 features (XGBoost)', 20000, n_estimators=500, max_depth=0,
            max_leaves=31, grow_policy='lossguide', tree_method='hist', learning_rate=0.05)


def forest_26(folder):  # the size of the letter recognition data, whose trees have 4,200 nodes; these have as many
    x, y = make_classification(16100, 16, n_informative=12, n_classes=26, n_clusters_per_class=1, class_sep=2.2,
                               random_state=4)
    x = floats(x)
    fitted = RandomForestClassifier(100, random_state=5).fit(x[:16000], y[:16000])
    save(folder, fitted, onnx_of_forest(fitted), x[16000:], {'title': 'random forest, 100 trees, 26 classes, 16 features'})


def network(folder):
    any_number = np.random.default_rng(6)
    centres = any_number.random((10, 784)) * (any_number.random((10, 784)) < 0.2)
    y = np.arange(3000) % 10
    x = np.clip(centres[y] + any_number.normal(0, 0.3, (3000, 784)), 0, 1)
    x = floats(np.round(x * 255) / 256)
    fitted = MLPClassifier((128,), max_iter=8, random_state=7).fit(x[:2900], y[:2900])
    save(folder, fitted, onnx_of_network(fitted), x[2900:], {'title': 'network 784-128-10'})


def mixed(folder):
    any_number = np.random.default_rng(8)
    n = 3000
    homes = np.array(['owner', 'rent', 'parents', 'other'])
    jobs = np.array(['fixed', 'freelance', 'partime', 'others', 'none'])
    marital = np.array(['married', 'single', 'widow', 'divorced'])
    numbers = {name: floats(np.round(any_number.gamma(2, scale, n), 1))
               for name, scale in (('Seniority', 4), ('Time', 24), ('Age', 18), ('Expenses', 28), ('Income', 70),
                                   ('Assets', 2700), ('Debt', 200), ('Amount', 500), ('Price', 700))}
    frame = pd.DataFrame(numbers)
    for name, words in (('Home', homes), ('Job', jobs), ('Marital', marital), ('Records', np.array(['yes', 'no']))):
        frame[name] = words[any_number.integers(0, len(words), n)]
    y = (frame['Income'] - frame['Debt'] / 4 + 40 * (frame['Home'] == 'owner') + any_number.normal(0, 50, n) > 90).astype(int)
    for name in ('Income', 'Assets'):
        frame.loc[any_number.random(n) < 0.1, name] = np.nan
    names = list(numbers)
    texts = ['Home', 'Job', 'Marital', 'Records']
    columns = ColumnTransformer([
        ('numbers', Pipeline([('impute', SimpleImputer(strategy='median')), ('scale', StandardScaler())]), names),
        ('texts', OneHotEncoder(handle_unknown='ignore'), texts)])
    fitted = Pipeline([('columns', columns), ('model', LogisticRegression(max_iter=1000))]).fit(frame[:2900], y[:2900])
    save(folder, fitted, onnx_of_mixed(fitted), frame[2900:].reset_index(drop=True),
         {'title': 'imputer, scaler, one-hot of texts, logistic regression, 13 features', 'texts': 4,
          'names': names + texts})


if __name__ == '__main__':
    for make in (logistic, boosted_100, boosted_500, forest_26, network, mixed):
        target = os.path.join(sys.argv[1], make.__name__)
        if not os.path.exists(target + '/done'):
            make(target)
            open(target + '/done', 'w').close()
