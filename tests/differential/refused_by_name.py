"""refused_by_name.py -- what pounce is known to refuse, by the words of its refusal and with the reason.

A refusal that is not here fails the run: the README claims that kind of model.
"""
import re

EXPECTED = [
    # (framework, pattern, why)
    ("scikit-learn", r"as `init` computes in single precision",
     "gradient boosting hands its linear `init` rows of floats, and BLAS's float sums are no promise"),
    ("scikit-learn", r"`Dummy\w+`: nothing says how many features", "a dummy alone does not store how wide its rows are"),
    ("scikit-learn", r"`SplineTransformer`: extrapolation `linear` with so few different knots",
     "of degree 0: scikit-learn's own answers are those of its rounding"),
    ("scikit-learn", r"its sums cancel so far that not six digits of its own answers are certain", "nor are scikit-learn's own"),
    ("scikit-learn", r"the model has no answer|its transform has no columns", "a transformer that leaves no column"),
    ("scikit-learn", r"is nothing but rounding errors", "a null component, spread out: scikit-learn's own are too"),
    ("scikit-learn", r"is so close to the threshold that rounding decides", "features as important as their mean or median"),
    ("scikit-learn", r"varies so little beside the size of its powers", "a constant column's power: the last bits of numpy's own pow"),
    ("scikit-learn", r"answers would be rounding errors", "columns that others determine: scikit-learn's own are too"),
    ("scikit-learn", r"rows of the table are equally far away, and", "the trainer's number of threads decides among them"),
    ("scikit-learn", r"rows of the table are equally far away but for rounding", "the trainer's BLAS decides among them"),
    ("scikit-learn", r"centres \d+ and \d+ are one place but for rounding", "the trainer's BLAS decides among them"),
    ("scikit-learn", r"were trained on the same rows, and which", "support vectors that cancel: the scores of libsvm are its rounding"),
    ("scikit-learn", r"has no length that it could be divided by", "a row of zeros has no cosine with others, and numpy.argpartition decides"),
    ("scikit-learn", r"found without a tree are rounding noise near rows of the table", "squares multiplied out: the noise of one BLAS"),
    ("scikit-learn", r"`SplineTransformer`: a period of zero", "quantile knots that fall together: scikit-learn divides by zero"),
    ("scikit-learn", r"class `sklearn\.(cluster\._(affinity|agglomerative|bicluster|birch|dbscan|mean_shift|optics|spectral)|covariance\."
     r"|decomposition\._(dict_learning|factor_analysis|lda|nmf|sparse_pca)|feature_extraction\.|gaussian_process\.|impute\._knn"
     r"|impute\._iterative|kernel_approximation\.PolynomialCountSketch|manifold\.|neighbors\._(graph|kde|lof|unsupervised)"
     r"|neighbors\._(classification|regression)\.Radius|neural_network\._rbm|semi_supervised\.).*is not supported",
     "kinds that need machinery which nothing else uses, or read texts"),
    ("scikit-learn", r"chain_method `predict_log_proba`", "logarithms of zero on the way"),
    ("scikit-learn", r"trees of one row each, whose depth is divided by 0", "before 1.2: every score is NaN"),
    ("scikit-learn", r"1 rows of coefficients for \d+ classes", "LinearSVC where only two classes of more have weight: it never answers the others"),
    ("lightgbm", r"the random forest is of a LightGBM before 2.3", "2.1 to 2.2.3 write the same version and answer three ways"),
    ("lightgbm", r"`leaf_features`: the features of a leaf do not ascend", "LightGBM's refit of a linear tree read past its features"),
    ("lightgbm", r"with two classes: before 4.5 LightGBM's own predict_proba", "a column for each of two classes: the wrapper took them for one"),
    ("xgboost", r"the weight is not finite, so its training diverged", "gblinear of a large eta: all that it answers is NaN"),
    ("xgboost", r"XGBoost 3.1 to 3.3 cut them at the wrong places", "its answers hang on the other names of the table that is asked"),
    ("onnx", r"the smallest or largest of trees with several targets", "no exporter writes it"),
    ("onnx", r"target \d+ has a base value and no score in some leaves",
     "ONNX Runtime adds the base value only where a leaf scored: no exporter writes such leaves"),
    ("onnx", r"some leaves score only one of its two classes", "no exporter writes such leaves"),
]


def reason(framework, line):
    """Why this refusal is expected, or None."""
    for of, pattern, why in EXPECTED:
        if of == framework and re.search(pattern, line):
            return why
    return None
