// convert/frontend/sklearn/refused_class.cpp -- classes that people have and pounce has not, and why.
#include <convert/frontend/sklearn/refused_class.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace convert::sklearn {

namespace {

struct reason {
  std::string_view class_name;
  std::string_view text;
};

constexpr std::string_view of_texts = "it reads texts, and a row holds numbers and categories: convert what "
                                      "comes after it, and count the words "
                                      "yourself";
constexpr std::string_view of_targets = "it codes the classes of y, which a classifier does itself";

constexpr std::string_view of_outliers = "IsolationForest and OneClassSVM are supported";
constexpr std::string_view of_factors = "PCA and TruncatedSVD are supported";

constexpr std::array reasons = {
    reason{"CountVectorizer", of_texts},
    reason{"HashingVectorizer", of_texts},
    reason{"TfidfTransformer", of_texts},
    reason{"TfidfVectorizer", of_texts},
    reason{"DictVectorizer", "it reads dicts, and a row holds numbers and categories"},
    reason{"EllipticEnvelope", of_outliers},
    reason{"FactorAnalysis", of_factors},
    reason{"FeatureHasher", "it reads dicts, and a row holds numbers and categories"},
    reason{"IterativeImputer", "it is a chain of regressors; a SimpleImputer is supported"},
    reason{"KNNImputer", "it looks for neighbors among rows with gaps; a SimpleImputer is supported"},
    reason{"LabelBinarizer", of_targets},
    reason{"LabelEncoder", of_targets},
    reason{"LocalOutlierFactor", of_outliers},
    reason{"MultiLabelBinarizer", of_targets},
    reason{"NMF", of_factors},
    reason{"PolynomialCountSketch",
           "it needs a Fourier transform; Nystroem and PolynomialFeatures are supported"},
    reason{"RadiusNeighborsClassifier", "a KNeighborsClassifier is supported"},
    reason{"RadiusNeighborsRegressor", "a KNeighborsRegressor is supported"},
};

} // namespace

std::string unsupported_class(pickle::value object) {
  if (object.qualified_name() == "?") // what a call returned, which is never made
    return "its class is code in the pickle itself, as cloudpickle and dill write it, and no code is run: "
           "make it of "
           "scikit-learn's own classes";
  std::string text = "class `" + std::string(object.qualified_name()) + "` is not supported";
  const auto found = std::ranges::find(reasons, object.class_name(), &reason::class_name);
  const bool known = found != reasons.end() && object.qualified_name().starts_with("sklearn.");
  return known ? text + ": " + std::string(found->text) : text;
}

} // namespace convert::sklearn
