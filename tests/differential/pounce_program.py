"""pounce_program.py -- the built program: convert a model, answer rows, one by one where some are refused."""
import csv
import io
import math
import re
import subprocess


class Crash(Exception):
    """The program ended in a way that it never should."""


def cell(value):
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return str(value)
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return str(value)


def csv_of(columns, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(v) for v in row] for row in rows)
    return text.getvalue()


class Program:
    def __init__(self, path):
        self.path = str(path)

    def run(self, *arguments, text=None):
        done = subprocess.run([self.path, *map(str, arguments)], input=text, capture_output=True, text=True, timeout=300)
        if done.returncode not in (0, 1):
            raise Crash(f"exit code {done.returncode}: {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        if done.returncode == 1 and (done.stderr.count("\n") != 1 or not done.stderr.startswith("pounce: ")):
            raise Crash(f"a refusal is one line: {done.stderr!r}")
        return done

    def convert(self, source, model, options=()):
        """None, or the line that says why not."""
        model.unlink(missing_ok=True)
        done = self.run("convert", source, "-o", model, *options)
        if done.returncode == 0:
            return None
        if model.exists():
            raise Crash("refused, and there is a file nevertheless")
        return done.stderr.strip()

    def stated_tolerance(self, model):
        """How near the file says its answers are."""
        return float(re.search(r"answers within (\S+) of max", self.run("inspect", model).stdout).group(1))

    def predict(self, model, columns, rows, doubtful):
        """The answers' names, and a row: a list of cells, or the line that refuses it. Rows that are likely to be refused
        (their numbers in `doubtful`) are asked one by one: the program stops at the first."""
        answers = [None] * len(rows)
        names = []
        asked = [i for i in range(len(rows)) if i not in doubtful]
        while asked:
            done = self.run("predict", model, "-", text=csv_of(columns, [rows[i] for i in asked]))
            if done.returncode == 0:
                names, *lines = csv.reader(io.StringIO(done.stdout))
                if len(lines) != len(asked):
                    raise Crash(f"{len(asked)} rows asked, {len(lines)} answered")
                for i, line in zip(asked, lines):
                    answers[i] = line
                break
            line = re.search(r"line (\d+)", done.stderr)
            if line is None:
                raise Crash(done.stderr.strip())
            answers[asked.pop(int(line.group(1)) - 2)] = done.stderr.strip()
        for i in sorted(doubtful):
            done = self.run("predict", model, "-", text=csv_of(columns, [rows[i]]))
            answers[i] = done.stderr.strip() if done.returncode else list(csv.reader(io.StringIO(done.stdout)))[1]
        return names, answers
