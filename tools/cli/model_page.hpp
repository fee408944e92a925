// cli/model_page.hpp -- a model as a small web site: the page, what it shows, and answers.
#pragma once

#include <string>

#include <pounce/model.hpp>
#include <pounce/serve/model_service.hpp>
#include <pounce/serve/request.hpp>

namespace cli {

/// What the page needs to know about a model: features with their categories and a sample, answers with their
/// classes.
std::string page_facts(const pounce::model& model, const std::string& file);

/// GET / is the page, GET /model its facts; what is posted is answered as a deployed function answers it.
class model_page {
 public:
  model_page(std::string facts, pounce::serving::model_service<>& service)
      : facts_(std::move(facts)), service_(&service) {}

  void operator()(const pounce::serving::request& asked, pounce::serving::reply& to) noexcept;

 private:
  std::string facts_;
  pounce::serving::model_service<>* service_;
};

} // namespace cli
