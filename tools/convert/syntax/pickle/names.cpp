// convert/syntax/pickle/names.cpp -- names of classes and functions: old spellings made new, and what they
// stand for.
#include <convert/syntax/pickle/names.hpp>

#include <array>
#include <utility>

namespace convert::pickle {

namespace {

using renaming = std::pair<std::string_view, std::string_view>;

/// Whole modules, or leading parts of their names when followed by a dot.
/// Source: CPython 3.13 `Lib/_compat_pickle.py`; numpy 2.0 release notes; scikit-learn 0.22 "Clear definition
/// of the public API", `sklearn/_build_utils/deprecated_modules.py`; scipy 1.8 release notes.
constexpr std::array modules{
    renaming{"__builtin__", "builtins"},
    renaming{"copy_reg", "copyreg"},
    renaming{"numpy._core", "numpy.core"},
    renaming{"sklearn.externals.joblib", "joblib"},
    renaming{"scipy.sparse.csc", "scipy.sparse._csc"},
    renaming{"scipy.sparse.csr", "scipy.sparse._csr"},
    renaming{"sklearn.cluster.k_means_", "sklearn.cluster._kmeans"},
    renaming{"sklearn.decomposition.base", "sklearn.decomposition._base"},
    renaming{"sklearn.decomposition.incremental_pca", "sklearn.decomposition._incremental_pca"},
    renaming{"sklearn.decomposition.pca", "sklearn.decomposition._pca"},
    renaming{"sklearn.decomposition.truncated_svd", "sklearn.decomposition._truncated_svd"},
    renaming{"sklearn.ensemble.bagging", "sklearn.ensemble._bagging"},
    renaming{"sklearn.ensemble.base", "sklearn.ensemble._base"},
    renaming{"sklearn.ensemble.forest", "sklearn.ensemble._forest"},
    renaming{"sklearn.ensemble.gradient_boosting", "sklearn.ensemble._gb"},
    renaming{"sklearn.ensemble.iforest", "sklearn.ensemble._iforest"},
    renaming{"sklearn.ensemble.voting", "sklearn.ensemble._voting"},
    renaming{"sklearn.ensemble.voting_classifier", "sklearn.ensemble._voting"},
    renaming{"sklearn.ensemble.weight_boosting", "sklearn.ensemble._weight_boosting"},
    renaming{"sklearn.feature_selection.from_model", "sklearn.feature_selection._from_model"},
    renaming{"sklearn.feature_selection.rfe", "sklearn.feature_selection._rfe"},
    renaming{"sklearn.feature_selection.univariate_selection",
             "sklearn.feature_selection._univariate_selection"},
    renaming{"sklearn.feature_selection.variance_threshold", "sklearn.feature_selection._variance_threshold"},
    renaming{"sklearn.linear_model.base", "sklearn.linear_model._base"},
    renaming{"sklearn.linear_model.bayes", "sklearn.linear_model._bayes"},
    renaming{"sklearn.linear_model.coordinate_descent", "sklearn.linear_model._coordinate_descent"},
    renaming{"sklearn.linear_model.huber", "sklearn.linear_model._huber"},
    renaming{"sklearn.linear_model.least_angle", "sklearn.linear_model._least_angle"},
    renaming{"sklearn.linear_model.logistic", "sklearn.linear_model._logistic"},
    renaming{"sklearn.linear_model.omp", "sklearn.linear_model._omp"},
    renaming{"sklearn.linear_model.passive_aggressive", "sklearn.linear_model._passive_aggressive"},
    renaming{"sklearn.linear_model.perceptron", "sklearn.linear_model._perceptron"},
    renaming{"sklearn.linear_model.ransac", "sklearn.linear_model._ransac"},
    renaming{"sklearn.linear_model.ridge", "sklearn.linear_model._ridge"},
    renaming{"sklearn.linear_model.sgd_fast", "sklearn.linear_model._sgd_fast"},
    renaming{"sklearn.linear_model.stochastic_gradient", "sklearn.linear_model._stochastic_gradient"},
    renaming{"sklearn.linear_model.theil_sen", "sklearn.linear_model._theil_sen"},
    renaming{"sklearn.neighbors.classification", "sklearn.neighbors._classification"},
    renaming{"sklearn.neighbors.nearest_centroid", "sklearn.neighbors._nearest_centroid"},
    renaming{"sklearn.neighbors.regression", "sklearn.neighbors._regression"},
    renaming{"sklearn.neural_network.multilayer_perceptron", "sklearn.neural_network._multilayer_perceptron"},
    renaming{"sklearn.preprocessing.data", "sklearn.preprocessing._data"},
    renaming{"sklearn.preprocessing.label", "sklearn.preprocessing._label"},
    renaming{"sklearn.svm.base", "sklearn.svm._base"},
    renaming{"sklearn.svm.classes", "sklearn.svm._classes"},
    renaming{"sklearn.tree.tree", "sklearn.tree._classes"},
};

/// Whole names, after their modules are today's.
constexpr std::array names{
    renaming{"builtins.unicode", "builtins.str"},
    renaming{"builtins.long", "builtins.int"},
    renaming{"builtins.xrange", "builtins.range"},
    renaming{"sklearn.utils.Bunch", "sklearn.utils._bunch.Bunch"},
};

constexpr std::array known_names{
    std::pair{std::string_view("builtins.bytes"), known_name::bytes},
    std::pair{std::string_view("builtins.bytearray"), known_name::byte_array},
    std::pair{std::string_view("builtins.set"), known_name::set},
    std::pair{std::string_view("builtins.frozenset"), known_name::frozen_set},
    std::pair{std::string_view("collections.OrderedDict"), known_name::ordered_dict},
    std::pair{std::string_view("_codecs.encode"), known_name::codecs_encode},
    std::pair{std::string_view("copyreg._reconstructor"), known_name::reconstructor},
    std::pair{std::string_view("copyreg.__newobj__"), known_name::new_object},
    std::pair{std::string_view("copyreg.__newobj_ex__"), known_name::new_object_ex},
    std::pair{std::string_view("numpy.dtype"), known_name::numpy_dtype},
    std::pair{std::string_view("numpy.core.multiarray.scalar"), known_name::numpy_scalar},
    std::pair{std::string_view("numpy.core.multiarray._reconstruct"), known_name::numpy_reconstruct},
    std::pair{std::string_view("numpy.core.numeric._frombuffer"), known_name::numpy_from_buffer},
    std::pair{std::string_view("numpy.ndarray"), known_name::numpy_array},
    std::pair{std::string_view("numpy.matrix"), known_name::numpy_array},
    std::pair{std::string_view("numpy.matrixlib.defmatrix.matrix"), known_name::numpy_array},
    std::pair{std::string_view("numpy.memmap"), known_name::numpy_array},
    std::pair{std::string_view("numpy.core.memmap.memmap"), known_name::numpy_array},
    std::pair{std::string_view("dill._dill._create_array"), known_name::dill_array},
    std::pair{std::string_view("dill._dill._load_type"), known_name::dill_type},
    std::pair{std::string_view("joblib.numpy_pickle.NumpyArrayWrapper"), known_name::joblib_array},
    std::pair{std::string_view("joblib.numpy_pickle.NDArrayWrapper"), known_name::joblib_companion},
    std::pair{std::string_view("joblib.numpy_pickle.ZNDArrayWrapper"), known_name::joblib_companion},
    std::pair{std::string_view("joblib.numpy_pickle_compat.NDArrayWrapper"), known_name::joblib_companion},
    std::pair{std::string_view("joblib.numpy_pickle_compat.ZNDArrayWrapper"), known_name::joblib_companion},
};

/// Classes that are spelled like functions.
constexpr std::array<std::string_view, 9> small_classes{
    "collections.defaultdict", "collections.deque", "functools.partial",  "builtins.slice",  "builtins.range",
    "builtins.complex",        "datetime.datetime", "datetime.timedelta", "builtins.object",
};

} // namespace

std::string todays_name(std::string_view module, std::string_view qualified) {
  std::string made(module);
  for (const auto& [old, today] : modules) {
    if (!module.starts_with(old)) continue;
    if (module.size() > old.size() && module[old.size()] != '.') continue;
    made.replace(0, old.size(), today);
    break;
  }
  made += '.';
  made += qualified;
  for (const auto& [old, today] : names) {
    if (made == old) return std::string(today);
  }
  return made;
}

name describe_name(std::string_view todays) {
  const auto dot = todays.rfind('.');
  name found{todays, static_cast<std::uint32_t>(dot + 1), known_name::no, false};
  for (const auto& [text, known] : known_names) {
    if (text == todays) found.known = known;
  }
  for (const auto small : small_classes) found.class_like |= small == todays;
  const auto last = todays.substr(dot + 1);
  const auto letter = last.find_first_not_of('_');
  found.class_like |= letter != std::string_view::npos && last[letter] >= 'A' && last[letter] <= 'Z';
  return found;
}

} // namespace convert::pickle
