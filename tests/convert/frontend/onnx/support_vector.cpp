// convert/frontend/onnx/support_vector.cpp -- probabilities of support vector machines, to the last bit.
#include <convert/frontend/onnx/operators.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;
using reals = std::vector<float>;

TEST_SUITE("convert/frontend/onnx/support_vector") {

  TEST_CASE("coupled probabilities over radial kernels are ONNX Runtime's own floats") { // [ort]
    const auto m = model()
                       .input("x", f32, {open, 2})
                       .add(node("SVMClassifier", {"x"}, {"l", "p"}, ml)
                                .with("kernel_type", "RBF")
                                .with("kernel_params", reals{0.5F, 0, 3})
                                .with("vectors_per_class", sizes{1, 1, 1})
                                .with("support_vectors", reals{0.1F, 0.2F, 1.3F, -0.7F, -1.1F, 0.9F})
                                .with("coefficients", reals{0.7F, -1.2F, 0.4F, 0.9F, 0.3F, -1.1F})
                                .with("rho", reals{0.1F, -0.2F, 0.05F})
                                .with("prob_a", reals{-1.7F, -2.3F, -0.9F})
                                .with("prob_b", reals{0.1F, -0.3F, 0.2F})
                                .with("classlabels_ints", sizes{0, 1, 2}))
                       .output("p");
    const auto made = read(m);
    CHECK(asked(made, {-0.2, 0.4}) ==
          std::vector<double>{0.6763314604759216, 0.20097412168979645, 0.12269441038370132});
    CHECK(asked(made, {-0.6, 0.2}) ==
          std::vector<double>{0.6607951521873474, 0.19971616566181183, 0.13948862254619598});
  }
}
