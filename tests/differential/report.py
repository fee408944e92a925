"""report.py -- progress on a terminal, and the table in the end."""
import json
import sys


class Progress:
    def __init__(self):
        self.terminal = sys.stderr.isatty()

    def show(self, what, at, whole):
        if self.terminal:
            sys.stderr.write(f"\r\x1b[K{at}/{whole} {what}")
            sys.stderr.flush()

    def clear(self):
        if self.terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        sys.stdout.flush()


class Cell:
    def __init__(self):
        self.models = self.rows = self.refused_rows = self.refused = self.ties = self.wrong = 0
        self.largest = 0.0


class Report:
    def __init__(self, seed, size):
        self.seed, self.size = seed, size
        self.cells = {}  # (framework, kind, version, answered by)
        self.refusals = {}
        self.skipped = {}
        self.kept = 0

    def add(self, family, made, result):
        del family
        cell = self.cells.setdefault((made.framework, made.kind, made.version, made.by), Cell())
        cell.models += 1
        cell.wrong += bool(result.wrong)
        cell.rows += result.rows
        cell.refused_rows += result.refused_rows
        cell.ties += result.ties
        cell.largest = max(cell.largest, result.largest)
        if result.refused:
            cell.refused += 1
            self.refusals[result.refused] = self.refusals.get(result.refused, 0) + 1

    def table(self):
        head = ("framework", "kind", "models", "refused", "rows", "rows refused", "ties", "largest difference", "wrong")
        lines = [head]
        for (framework, kind, _, by), c in sorted(self.cells.items()):
            largest = "0" if c.largest == 0 else f"{c.largest:.0e}"
            lines.append((framework, kind + (f" ({by})" if by else ""), c.models, c.refused, c.rows, c.refused_rows, c.ties,
                          largest, c.wrong))
        widths = [max(len(str(line[i])) for line in lines) for i in range(len(head))]
        texts = ["  ".join(str(v).ljust(w) if i < 2 else str(v).rjust(w) for i, (v, w) in enumerate(zip(line, widths)))
                 for line in lines]
        for why, count in sorted(self.refusals.items()):
            texts.append(f"{count} refused: {why}")
        return "\n".join(text.rstrip() for text in texts)

    def write(self, path):
        cells = [{"framework": framework, "kind": kind, "version": version, "answered_by": by, **vars(c)}
                 for (framework, kind, version, by), c in sorted(self.cells.items())]
        made = {"seed": self.seed, "size": self.size, "cells": cells, "refusals": self.refusals, "skipped": self.skipped}
        path.write_text(json.dumps(made, indent=1) + "\n")
