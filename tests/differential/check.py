"""check.py -- one case through the program, and all that is wrong with it."""
import dataclasses
import json
import shlex

import compare
import pounce_program
import refused_by_name


@dataclasses.dataclass
class Result:
    wrong: list = dataclasses.field(default_factory=list)  # lines
    wrong_rows: list = dataclasses.field(default_factory=list)  # the numbers of rows, where it is a matter of rows
    refused: str = ""  # why the model was, if it was and may be
    rows: int = 0  # answered by both
    refused_rows: int = 0  # by both
    ties: int = 0
    largest: float = 0.0


def check(program, made, folder):
    result = Result()
    try:
        compare_all(program, made, folder, result)
    except pounce_program.Crash as why:
        result.wrong.append(str(why))
    if result.wrong:
        keep_rows(made, result.wrong_rows[0] if result.wrong_rows else 0, folder)
    return result


def compare_all(program, made, folder, result):
    source = made.write(folder)
    model = folder / "model.pounce"
    line = program.convert(source, model, made.options)
    if line is not None:
        line = line.replace(str(source), source.name)
        result.refused = refused_by_name.reason(made.framework, line)
        if result.refused is None:
            result.wrong.append(f"refused: {line}")
        return
    if made.bound is compare.STATED:
        made.bound = compare.Bound(program.stated_tolerance(model))
    doubtful = {i for i, answers in enumerate(made.answers) if answers is None}
    names, answers = program.predict(model, made.columns, made.rows, doubtful)
    for i, (expected, got) in enumerate(zip(made.answers, answers)):
        if expected is None or isinstance(got, str):
            if expected is None and isinstance(got, str):
                result.refused_rows += 1
            elif expected is None:
                result.wrong_rows.append(i)
                result.wrong.append(f"row {i}: the trainer refuses it, pounce answers {got[:4]}")
            else:
                result.wrong_rows.append(i)
                result.wrong.append(f"row {i}: the trainer answers {list(expected.values())[:4]}, pounce: {got}")
            continue
        if set(names) != set(expected):
            result.wrong.append(f"answers {names[:8]} instead of {list(expected)[:8]}")
            return
        result.rows += 1
        compare_row(made, i, dict(zip(names, got)), expected, result)


def compare_row(made, i, got, expected, result):
    tie = made.ties and compare.is_tie(expected, made.scores and made.scores[i])
    rounding = i in made.by_rounding
    for column, answer in expected.items():
        if compare.same(got[column], answer, made.bound):
            result.largest = max(result.largest, compare.distance(got[column], answer))
        elif rounding or (tie and column.startswith("predict")):
            result.ties += 1
        else:
            result.wrong_rows.append(i)
            result.wrong.append(f"row {i}, {column}: {got[column]} instead of {answer!r}")


def keep_rows(made, row, folder):
    """All rows with the trainer's answers, and one of those that differ by itself."""
    (folder / "rows.csv").write_text(pounce_program.csv_of(made.columns, made.rows))
    (folder / "expected.json").write_text(json.dumps(made.answers, default=str, indent=0) + "\n")
    (folder / "row.csv").write_text(pounce_program.csv_of(made.columns, [made.rows[row]]))


def command(program, made, folder):
    """What shows the difference in the row that was kept; beside it, expected.json has the trainer's answer."""
    source = next(p for p in sorted(folder.iterdir()) if p.name.startswith("model.") and p.suffix != ".pounce")
    model = folder / "model.pounce"
    convert = [program.path, "convert", source, "-o", model, *made.options]
    predict = [program.path, "predict", model, folder / "row.csv"]
    return " && ".join(" ".join(shlex.quote(str(word)) for word in words) for words in (convert, predict))
