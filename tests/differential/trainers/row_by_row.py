"""row_by_row.py -- answers of a trainer that refuses whole tables for one bad row."""


def answer_rows(ask, rows, refusals=(Exception,)):
    """`ask(rows)` gives {column: answers} or raises. A list: {column: answer} a row, None for those that are refused."""
    answers = [None] * len(rows)

    def fill(indices):
        if len(indices) == 0:
            return
        try:
            columns = ask(take(rows, indices))
        except refusals:
            if len(indices) > 1:
                half = len(indices) // 2
                fill(indices[:half])
                fill(indices[half:])
            return
        for at, i in enumerate(indices):
            answers[i] = {name: values[at] for name, values in columns.items()}

    fill(list(range(len(rows))))
    return answers


def take(rows, indices):
    return rows.iloc[indices] if hasattr(rows, "iloc") else rows[indices]
