// convert/frontend/sklearn/refused_class.hpp -- what is said of a class that is not supported.
#pragma once

#include <string>

#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// "class `sklearn.feature_extraction.text.TfidfVectorizer` is not supported: it reads texts, ...": with a reason where there is
/// more to say than the name.
std::string unsupported_class(pickle::value object);

} // namespace convert::sklearn
