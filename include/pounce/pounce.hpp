// pounce/pounce.hpp -- everything that a program which runs models needs.
#pragma once

#include <pounce/core/error.hpp>
#include <pounce/core/result.hpp>
#include <pounce/core/rows.hpp>
#include <pounce/model.hpp>
#include <pounce/row_builder.hpp>
#include <pounce/version.hpp>
