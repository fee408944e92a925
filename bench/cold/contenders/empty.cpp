// empty.cpp -- a program that does nothing but note when it began: what no handler can be faster than.
#include <handler.hpp>

int main() {
  handler::life l;
  l.main = l.library = l.open = l.row = l.predicted = l.answered = handler::now();
  handler::tell(l);
}
