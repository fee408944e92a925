// pounce.cpp -- a handler with pounce: the model is a file, or with POUNCE_EMBEDDED in the program itself.
#include <handler.hpp>

#include <pounce/pounce.hpp>

#ifdef POUNCE_EMBEDDED
#include <embedded_model.hpp>
#endif

int main(int, char** arguments) {
  handler::life l;
  l.main = l.library = handler::now();
#ifdef POUNCE_EMBEDDED
  static_cast<void>(arguments);
  const auto model = pounce::model::open(embedded_model::model());
#else
  const auto model = pounce::model::open(arguments[1]);
#endif
  l.open = handler::now();
  if (!model) return 1;

  static constinit handler::request asked;
  asked.read();
  static double numbers[handler::most_features];
  pounce::row_builder row(*model, std::span<double>(numbers, model->features()));
  const auto cells = asked.cells();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (row.is_category(i)) {
      if (!row.set(i, cells[i])) return 1;
    } else if (!row.set(i, handler::request::number(cells[i]))) {
      return 1;
    }
  }
  double proba[handler::most_classes] = {};
  const std::span<double> answers(proba, model->columns(pounce::role::proba));
  l.row = handler::now();
  if (const auto done = model->proba(row.row(), answers); !done) return 1;
  l.predicted = handler::now();
  handler::answer(std::span<const double>(answers));
  l.answered = handler::now();
  handler::tell(l);
  ::_exit(0); // as the peers: a function stays, so giving its model back is not what is raced
}
