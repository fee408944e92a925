# report.py -- from what race.py has kept to bench/results/cold.md and its pictures: report.py RESULTS FOLDER [--plots]
import json
import sys
from collections import defaultdict

PARTS = ('process start', 'library', 'open', 'request', 'first prediction', 'answer', 'process end')
OURS = 'pounce, file'
ORDER = ('empty program', 'pounce, file', 'pounce, embedded', 'pounce, dynamic', 'pounce, function', 'pounce, function embedded',
         'XGBoost C API', 'ONNX Runtime C++',
         'ONNX Runtime C++, saved', 'ONNX Runtime Node.js', 'Python, joblib')
SMALL = ('logistic', 'boosted_100', 'mixed')
CONDITIONS = {'warm': 'page cache warm', 'dropped': 'dropped from the page cache', 'throttled': 'processor throttled',
              'slow': 'slow storage'}


def quantile(numbers, part):
    """The nearest-rank quantile."""
    ordered = sorted(numbers)
    return ordered[round(part * (len(ordered) - 1))]


def median(numbers):
    return quantile(numbers, 0.5)


def parts_of(s):
    """The seven parts of a life, in microseconds."""
    begun = [s['started']] + s['moments'][1::3]
    ended = s['moments'][0::3] + [s['ended']]
    return [(b - a) / 1000 for a, b in zip(begun, ended)]


def to_answer(s):
    return (s['moments'][15] - s['started']) / 1000


def inside(s):
    """Open and first prediction: for ONNX Runtime environment, session and first run."""
    parts = parts_of(s)
    return parts[2] + parts[4]


def time_text(us):
    if us < 1000:
        return f'{us:.0f} us' if us >= 10 else f'{us:.1f} us'
    return f'{us / 1000:.3g} ms' if us < 1e6 else f'{us / 1e6:.3g} s'


def times_text(x):
    return f'{x:,.0f}x' if x >= 10 else f'{x:.2g}x'


def bytes_text(n):
    return f'{n / 1e3:.3g} KB' if n < 1e6 else f'{n / 1e6:.3g} MB' if n < 1e9 else f'{n / 1e9:.3g} GB'


class results:
    def __init__(self, path):
        with open(path) as f:
            self.all = json.load(f)
        self.by = defaultdict(list)
        for s in self.all['samples']:
            self.by[s['condition'], s['model'], s['contender']].append(s)
        self.models = list(self.all['models'])

    def of(self, condition, model, contender):
        return self.by.get((condition, model, contender), [])

    def who(self, condition, model=None):
        there = {c for (at, m, c) in self.by if at == condition and model in (None, m)}
        return [c for c in ORDER if c in there]

    def ratio(self, condition, model, contender, base, measure):
        """The median of pairs: the contender and the base in the same round, each the median of its starts there."""
        def rounds(name):
            found = defaultdict(list)
            for s in self.of(condition, model, name):
                found[s['round']].append(measure(s))
            return found
        ours, theirs = rounds(base), rounds(contender)
        pairs = [median(theirs[r]) / median(ours[r]) for r in theirs if r in ours]
        return median(pairs) if pairs else None


    def least(self, condition, model, contender, base, measure):
        """The contender's least over the base's least: what other work on the machine disturbs least."""
        ours, theirs = self.of(condition, model, base), self.of(condition, model, contender)
        return min(map(measure, theirs)) / min(map(measure, ours)) if ours and theirs else None


def table(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |', '| ' + ' | '.join(['---'] * len(head)) + ' |']
    return '\n'.join(lines + ['| ' + ' | '.join(r) + ' |' for r in rows]) + '\n'


def comparison(r, condition, measure, without=()):
    who = [c for c in r.who(condition) if c not in without]
    rows = []
    for model in r.models:
        cells = []
        for c in who:
            samples = r.of(condition, model, c)
            if not samples:
                cells.append('')
                continue
            text = time_text(median([measure(s) for s in samples]))
            if c not in (OURS, 'empty program') and not c.startswith('pounce'):
                ratio = r.ratio(condition, model, c, OURS, measure)
                text += f' ({times_text(ratio)})' if ratio else ''
            cells.append(text)
        rows.append([model] + cells)
    return table(['model'] + who, rows)


def spread(r, condition):
    rows = []
    for model in r.models:
        for c in r.who(condition, model):
            t = [to_answer(s) for s in r.of(condition, model, c)]
            rows.append([model, c, str(len(t)), time_text(min(t)), time_text(quantile(t, 0.25)), time_text(median(t)),
                         time_text(quantile(t, 0.75)), time_text(quantile(t, 0.99))])
    return table(['model', 'contender', 'starts', 'least', 'quarter', 'median', 'three quarters', 'p99'], rows)


def lives(r, condition):
    rows = []
    for model in r.models:
        for c in r.who(condition, model):
            samples = r.of(condition, model, c)
            parts = [median(column) for column in zip(*map(parts_of, samples))]
            cpu = median([s['user_us'] + s['system_us'] for s in samples])
            rows.append([model, c] + [time_text(p) if p >= 0.05 else '' for p in parts] + [time_text(cpu)])
    return table(['model', 'contender', *PARTS, 'CPU'], rows)


def costs(r, condition):
    rows = []
    for model in r.models:
        for c in r.who(condition, model):
            samples = r.of(condition, model, c)

            def faults(i):
                counted = samples[0]['moments'][2] > 0
                return str(median([s['moments'][3 * i + 2] for s in samples])) if counted else ''

            def between(*pairs):
                counted = samples[0]['moments'][2] > 0
                return str(median([sum(s['moments'][3 * b + 2] - s['moments'][3 * a + 2] for a, b in pairs)
                                   for s in samples])) if counted else ''
            rows.append([model, c, faults(0), between((1, 2), (3, 4)),
                         f"{median([s['minor_faults'] for s in samples]):,}",
                         f"{median([s['major_faults'] for s in samples]):,}",
                         bytes_text(1024 * median([s['peak_kb'] for s in samples])),
                         bytes_text(r.all['packages'][f'{c}|{model}'])])
    return table(['model', 'contender', 'faults until main', 'open + first', 'minor in all', 'major in all', 'peak memory',
                  'program + libraries + model'], rows)


def headline(r):
    """What the README shows too."""
    peers = [c for c in ('ONNX Runtime C++', 'Python, joblib') if c in r.who('warm')]
    rows = []
    for model, about in r.all['models'].items():
        ours = r.of('warm', model, OURS)
        row = [f"{about['title']}: {bytes_text(about['bytes']['model.pounce'])}", time_text(median(map(to_answer, ours))),
               time_text(median(map(inside, ours)))]
        for c in peers:
            theirs = r.of('warm', model, c)
            row += [f"{time_text(median(map(to_answer, theirs)))} ({times_text(r.ratio('warm', model, c, OURS, to_answer))})"]
        memory = [bytes_text(1024 * median([s['peak_kb'] for s in r.of('warm', model, c)])) for c in [OURS] + peers]
        rows.append(row + [' / '.join(memory)])
    return table(['from exec to the first answer', 'pounce', 'of it open + first'] + peers + ['peak memory'], rows)


def goals(r):
    rows = []

    def goal(text, wanted, model, contender, measure, base=OURS):
        """`wanted`: '>= 30x' or '<= 1.3x'."""
        limit = float(wanted.strip('x><= '))
        cells = []
        for ratio in (r.ratio, r.least):
            found = ratio('warm', model, contender, base, measure)
            if found is None:
                cells += ['not measured', '']
            else:
                cells += [times_text(found), 'yes' if (found >= limit if wanted[0] == '>' else found <= limit) else 'no']
        rows.append([f'{model}: {text}', wanted] + cells)

    ort, python = 'ONNX Runtime C++', 'Python, joblib'
    for model in r.models:
        if model in SMALL + ('forest_26',):
            goal(f'to the answer, against {ort}', '>= 1000x' if model == 'forest_26' else '>= 30x', model, ort, to_answer)
    for model in r.models:
        goal(f'to the answer, against {python}', '>= 400x', model, python, to_answer)
    for model in SMALL:
        for ours in (OURS, 'pounce, embedded'):
            goal(f'open + first in the process, {ort} over {ours}', '>= 1000x', model, ort, inside, ours)
    for ours in (OURS, 'pounce, embedded'):
        goal(f'open + first in the process, {ort} over {ours}', '>= 400x', 'network', ort, inside, ours)
    for model in r.models:
        goal(f'peak memory, {ort} over pounce', '>= 10x', model, ort, lambda s: s['peak_kb'])
    for model in r.models:
        goal('the whole process, over an empty static program', '<= 1.3x', model, OURS,
             lambda s: (s['ended'] - s['started']) / 1000, 'empty program')
    return table(['what', 'wanted', 'median of pairs', 'reached', 'least over least', 'reached'], rows)


def text(r, plots):
    a = r.all
    m = a['machine']
    loads = a['loads']
    out = f'''# Cold starts, measured

`{'bench/cold/run.sh'}` on {a['when']}, commit {a['commit']}. {m['cpu']}, {m['cpus']} processors,
{m['memory_mb']} MB, {m['virtual']}, kernel {m['kernel']}, {m['system']}; ''' + \
        ', '.join(f'{k} {v}' for k, v in a['versions'].items()) + f'''.
Load average {min(loads):.1f} to {max(loads):.1f}, median {median(loads):.1f}: {'builds of other work ran beside' if median(loads) > 2 else 'little else ran'}{f" (the race at nice {a['nice']})" if a['nice'] else ''}. Every start is a fresh
process; all contenders and models are started by turns, in random order, round after round; a ratio (in brackets, against
"{OURS}") is the median over rounds of the contender's time over pounce's in the same round. Every answer was compared with the
trainer's (1e-5 + 1e-5 |y|): a contender that answers differently would have ended the race. The model's folder is the
working directory, as /var/task is on AWS Lambda. Programs lie in the page cache as installing leaves them: ours copied, libraries
unpacked from their packages.

The contenders: a static program that opens a `.pounce` file ("pounce, file"), one with the model in it ("embedded"), the first
linked dynamically; {'the stock handler of `pounce package`, which asks for its event over HTTP as on AWS Lambda ("function"), and that of `--embed`, with the model in it, as it was written and not copied; ' if 'pounce, function' in r.who('warm') else ''}ONNX Runtime's C API with the same model as ONNX, and with the graph that it saved after optimising it, both with
one thread, loaded by dlopen; the same in Node.js; XGBoost's C API; Python that unpickles with joblib what scikit-learn or XGBoost's
wrapper wrote. Each reads the same row as text and writes its probabilities as JSON. All end with _exit: giving a model
back is not raced.

'''
    if a['skipped']:
        out += 'Not there: ' + '; '.join(a['skipped']) + '.\n\n'
    out += table(['model', 'what', 'joblib', 'ONNX', 'pounce'],
                 [[k, v['title'], *(bytes_text(v['bytes'][f'model.{s}']) for s in ('joblib', 'onnx', 'pounce'))]
                  for k, v in a['models'].items()]) + '\n'
    out += headline(r) + '\n'
    if plots:
        out += '![From process start to the first answer](cold.svg)\n\n![Where the time goes](cold_parts.svg)\n\n'
    out += f'''## From exec to the first answer, page cache warm

{comparison(r, 'warm', to_answer)}
## Open + first prediction inside the process, page cache warm

For ONNX Runtime: environment, session and first run, without loading the library. For Python: unpickling (with the imports that it
causes) and the first call.

{comparison(r, 'warm', inside, ['empty program', 'pounce, function', 'pounce, function embedded'])}
## Processor time of the whole process, page cache warm

User and system; what waited for a processor is not in it.

{comparison(r, 'warm', lambda s: s['user_us'] + s['system_us'])}
## What was wanted

Work that runs beside the race makes long lives longer by more than short ones, which fit between two turns of others. So the goals are
held against the medians of pairs, and against the least of all starts, which are nearer to a machine of its own.

{goals(r)}
## Where the time goes, page cache warm

Medians. Process start: from just before vfork and exec to the first line of main (Python, Node.js: of the script). Of functions
only what the platform sees is known: its start ends when it asks for work, with the model open; its first prediction
holds the way of the event and of the answer.

{lives(r, 'warm')}
## What it costs, page cache warm

Page faults until main count those of exec; open + first are pounce's and the C APIs' own. Peak memory is the kernel's, of the whole
process. The last column is what a deployment package would hold: system libraries and interpreters are not counted.

{costs(r, 'warm')}
## Ways to load a file, page cache warm

`bench/cold/mapping.cpp`: a fresh static process opens the model's file and touches every page; microseconds, medians of 201. pounce
maps a file as it is, and puts zeros over the end of the mapping where there are more than 64 KiB of nodes.

{table(['model'] + list(next(iter(a['mapping'].values()))),
       [[k] + [f'{us:.1f}' for us in v.values()] for k, v in a['mapping'].items()])}
## The spread, page cache warm

From exec to the first answer.

{spread(r, 'warm')}
'''
    for condition in ('dropped', 'throttled', 'slow'):
        note = a['notes'].get(condition)
        if note is None:
            continue
        out += f'## {CONDITIONS[condition][0].upper()}{CONDITIONS[condition][1:]}\n\n{note[0].upper()}{note[1:]}.\n\n'
        if r.who(condition):
            out += f'From exec to the first answer:\n\n{comparison(r, condition, to_answer)}\n{spread(r, condition)}\n'
    return out


COLOURS = {'empty program': '#9a9a9a', 'pounce, file': '#0b6e4f', 'pounce, embedded': '#21b27d', 'pounce, dynamic': '#8fd6b8',
           'pounce, function': '#5a7d2a', 'pounce, function embedded': '#9dbb6a',
           'XGBoost C API': '#b58900', 'ONNX Runtime C++': '#1f5fa8', 'ONNX Runtime C++, saved': '#77a9dd',
           'ONNX Runtime Node.js': '#6c71c4', 'Python, joblib': '#c0392b'}
PART_COLOURS = ('#bdbdbd', '#8da0cb', '#1f5fa8', '#e0c060', '#0b6e4f', '#e78ac3', '#6f6f6f')


def plot(r, folder):
    import matplotlib
    matplotlib.use('Agg')
    from matplotlib import pyplot
    pyplot.rcParams.update({'font.size': 9, 'svg.hashsalt': 'cold', 'axes.spines.top': False, 'axes.spines.right': False})

    def save(figure, name):
        for kind in ('svg', 'png'):
            figure.savefig(f'{folder}/{name}.{kind}', dpi=130, bbox_inches='tight',
                           metadata={'Date': None} if kind == 'svg' else None)
        pyplot.close(figure)

    who = r.who('warm')
    figure, axes = pyplot.subplots(figsize=(9, 4.6))
    width = 0.8 / len(who)
    for i, c in enumerate(who):
        for k, model in enumerate(r.models):
            t = [to_answer(s) for s in r.of('warm', model, c)]
            if not t:
                continue
            x = k + (i - (len(who) - 1) / 2) * width
            axes.bar(x, median(t), width * 0.92, color=COLOURS[c], label=c if k == 1 else None)
            axes.plot([x, x], [quantile(t, 0.05), quantile(t, 0.95)], color='#222222', linewidth=0.8)
    axes.set_yscale('log')
    axes.set_ylim(100, None)
    axes.set_yticks([100, 1000, 10_000, 100_000, 1_000_000], ['0.1 ms', '1 ms', '10 ms', '100 ms', '1 s'])
    axes.set_xticks(range(len(r.models)), r.models)
    axes.grid(axis='y', color='#dddddd', linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title('From exec to the first answer, page cache warm: medians, lines from p5 to p95 (log scale)', fontsize=10)
    axes.legend(ncol=3, fontsize=8, frameon=False, loc='upper center', bbox_to_anchor=(0.5, -0.09))
    save(figure, 'cold')

    chosen = 'boosted_100'
    ours = [c for c in r.who('warm', chosen) if c.startswith(('empty', 'pounce')) and not c.startswith('pounce, function')]
    theirs = [c for c in r.who('warm', chosen) if not c.startswith(('empty', 'pounce'))]
    panels = [(ours, 1, 'us')] + ([(theirs, 1000, 'ms')] if theirs else [])
    figure, all_axes = pyplot.subplots(len(panels), 1, figsize=(9, 5), squeeze=False,
                                       gridspec_kw={'height_ratios': [len(p[0]) for p in panels]})
    for axes, (names, unit, label) in zip(all_axes[:, 0], panels):
        for y, c in enumerate(reversed(names)):
            columns = list(zip(*map(parts_of, r.of('warm', chosen, c))))
            left = 0
            for part, column, colour in zip(PARTS, columns, PART_COLOURS):
                length = median(column) / unit
                axes.barh(y, length, left=left, color=colour, height=0.7, label=part if y == 0 else None)
                left += length
            axes.text(left * 1.005, y, f' {left:.0f} {label}', va='center', fontsize=8)
        axes.set_yticks(range(len(names)), list(reversed(names)))
        axes.set_xlabel('microseconds' if unit == 1 else 'milliseconds', fontsize=8)
        axes.margins(x=0.09)
    all_axes[0, 0].set_title(f'Where the time of a process goes: {r.all["models"][chosen]["title"]}, page cache warm (medians)',
                             fontsize=10)
    handles, labels = all_axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, ncol=7, fontsize=8, frameon=False, loc='lower center', bbox_to_anchor=(0.5, -0.03))
    figure.tight_layout(rect=(0, 0.03, 1, 1))
    save(figure, 'cold_parts')


def main():
    found = results(sys.argv[1])
    with_plots = '--plots' in sys.argv
    if with_plots:
        plot(found, sys.argv[2])
    with open(sys.argv[2] + '/cold.md', 'w') as f:
        f.write(text(found, with_plots))
    print(f'{sys.argv[2]}/cold.md')


if __name__ == '__main__':
    main()
