# race.py -- starts every contender for every model in fresh processes, in random order, round after round, and keeps what
# each says: race.py --help. run.sh prepares what it needs; report.py reads what it leaves.
import argparse
import glob
import json
import math
import os
import platform
import random
import shutil
import subprocess
import sys
import time

MODELS = ('logistic', 'boosted_100', 'boosted_500', 'forest_26', 'network', 'mixed')
PYTHON = '/usr/bin/python3'
DIST = '/usr/lib/python3/dist-packages/'
LIBS = '/usr/lib/x86_64-linux-gnu/'


class contender:
    """name; command(model folder) -> arguments; package(model folder) -> what would be deployed: files and folders.
    A function is asked over HTTP as AWS Lambda asks; its environment may name its model."""

    def __init__(self, name, command, package, models=MODELS, evict=(), function=False, environment=None):
        self.name, self.command, self.package, self.models = name, command, package, models
        self.function, self.environment = function, environment or {}
        self.evict = evict  # besides the package: the interpreter, which the platform brings but a fresh machine reads


def python_packages(xgboost):
    names = ['numpy', 'scipy', 'sklearn', 'joblib'] + (['xgboost'] if xgboost else [])
    return [DIST + n for n in names if os.path.isdir(DIST + n)]


def contenders(build, here, packages, library, xgboost_library):
    def about(m):
        with open(m + '/about.json') as f:
            return json.load(f)

    found = [
        contender('empty program', lambda m: [build + '/empty'], lambda m: [build + '/empty']),
        contender('pounce, file', lambda m: [build + '/pounce_static', m + '/model.pounce'],
                  lambda m: [build + '/pounce_static', m + '/model.pounce']),
        contender('pounce, embedded', lambda m: [m + '/pounce_embedded'], lambda m: [m + '/pounce_embedded']),
        contender('pounce, dynamic', lambda m: [build + '/pounce_dynamic', m + '/model.pounce'],
                  lambda m: [build + '/pounce_dynamic', m + '/model.pounce'],
                  evict=[LIBS + 'libstdc++.so.6', LIBS + 'libm.so.6']),
        contender('Python, joblib', lambda m: [PYTHON, '-I', here + '/contenders/joblib_handler.py', m + '/model.joblib',
                                               m + '/about.json'],
                  lambda m: python_packages('xgboost' in about(m)) + ([DIST + 'pandas'] if 'names' in about(m) else []) +
                  [here + '/contenders/joblib_handler.py', m + '/model.joblib'] +
                  ([xgboost_library] if 'xgboost' in about(m) and xgboost_library else []),
                  evict=[os.path.realpath(PYTHON), '/usr/lib/python3.11'])]
    if os.path.exists(build + '/handler'):
        found.append(contender('pounce, function', lambda m: [build + '/handler'],
                               lambda m: [build + '/handler', m + '/model.pounce'], function=True,
                               environment={'POUNCE_MODEL': './model.pounce'}))
        found.append(contender('pounce, function embedded', lambda m: [m + '/packed/handler'],
                               lambda m: [m + '/packed/handler'], function=True))
    if library:
        def texts(m): return str(about(m).get('texts', 0))
        program = build + '/onnxruntime'
        for name, file in (('ONNX Runtime C++', 'model.onnx'), ('ONNX Runtime C++, saved', 'model.optimized.onnx')):
            found.append(contender(name, lambda m, f=file: [program, library, f'{m}/{f}', texts(m)],
                                   lambda m, f=file: [program, library, f'{m}/{f}'], evict=[LIBS + 'libstdc++.so.6']))
        node = shutil.which('node')
        if node:
            script = here + '/contenders/onnxruntime.js'
            folder = packages + '/onnxruntime-node/'
            scripts = [folder + 'bin/napi-v6/linux/x64', folder + 'dist', packages + '/onnxruntime-common/dist/cjs', script]
            found.append(contender('ONNX Runtime Node.js', lambda m: [node, script, packages, m + '/model.onnx', texts(m)],
                                   lambda m: scripts + [m + '/model.onnx'], evict=[os.path.realpath(node)]))
    if xgboost_library and os.path.exists(build + '/xgboost'):
        parts = [build + '/xgboost', xgboost_library] + glob.glob(LIBS + 'libdmlc.so.0') + glob.glob(LIBS + 'libgomp.so.1')
        found.append(contender('XGBoost C API', lambda m: [build + '/xgboost', xgboost_library, m + '/model.json'],
                               lambda m: parts + [m + '/model.json'], models=('boosted_100', 'boosted_500')))
    return found


def files_of(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield os.path.realpath(path)
        for root, _, names in os.walk(path):
            if 'tests' not in root.split('/'):
                yield from (os.path.realpath(os.path.join(root, n)) for n in names)


def package_bytes(paths):
    return sum(os.path.getsize(f) for f in set(files_of(paths)) if os.path.isfile(f))


def evict(files):
    """Their pages leave the page cache, but for those that some process has mapped."""
    for path in files:
        try:
            fd = os.open(path, os.O_RDONLY)
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(fd)
        except OSError:
            pass


class group:
    """A control group of version 1 or 2 with one limit; procs is None where that is not allowed."""

    def __init__(self, controller, v1, v2):
        self.path, self.procs, self.what = None, None, None
        for root, settings in ((f'/sys/fs/cgroup/{controller}', v1), ('/sys/fs/cgroup', v2)):
            path = f'{root}/pounce-cold-{os.getpid()}'
            try:
                os.mkdir(path)
                self.path = path
                for name, value in settings:
                    with open(f'{path}/{name}', 'w') as f:
                        f.write(value)
                self.procs, self.what = path + '/cgroup.procs', f'{settings[-1][0]} = {settings[-1][1]}'
                return
            except OSError:
                self.remove()

    def remove(self):
        if self.path:
            try:
                os.rmdir(self.path)
            except OSError:
                pass
        self.path = None


def disk_of(path):
    device = os.stat(path).st_dev
    whole = os.path.realpath(f'/sys/dev/block/{os.major(device)}:{os.minor(device)}')
    if os.path.exists(whole + '/partition'):
        whole = os.path.dirname(whole)
    with open(whole + '/dev') as f:
        return f.read().strip()


def same(answer, expected):
    return len(answer) == len(expected) and all(abs(a - e) <= 1e-5 + 1e-5 * abs(e) for a, e in zip(answer, expected))


class race:
    def __init__(self, options):
        self.options = options
        self.samples, self.loads = [], []
        self.random = random.Random(options.seed)
        self.folders = {m: f'{os.path.abspath(options.models)}/{m}' for m in MODELS}
        self.expected = {}
        for m, folder in self.folders.items():
            with open(folder + '/expected.json') as f:
                self.expected[m] = json.load(f)

    def start(self, who, model, groups=()):
        folder = self.folders[model]
        row = self.random.randrange(len(self.expected[model]))
        command = [self.options.build + '/start_function', f'{folder}/events/{row}'] if who.function else \
            [self.options.build + '/start', f'{folder}/rows/{row}']
        for g in groups:
            command += ['--group', g.procs]
        # The model's folder is where the process works, as /var/task is: no long path is looked up.
        here = ['./' + word[len(folder) + 1:] if word.startswith(folder + '/') else word for word in who.command(folder)]
        run = subprocess.run(command + ['--'] + here, stdout=subprocess.PIPE, timeout=900, check=True, cwd=folder,
                             env={**os.environ, **who.environment})
        life = json.loads(run.stdout)
        if who.function and life['answer']:
            life['answer'] = json.loads(life['answer']['body'])['proba'][0]
        if life['status'] != 0:
            sys.exit(f'race: {who.name} failed on {model}: status {life["status"]}')
        if who.name != 'empty program' and not same(life['answer'] or [], self.expected[model][row]):
            sys.exit(f'race: {who.name} answers {life["answer"]} to row {row} of {model}, '
                     f'its trainer {self.expected[model][row]}')
        del life['answer']
        return life

    def run(self, condition, pairs, seconds, before=lambda who, model: None, groups=(), most=10**9):
        until = time.monotonic() + seconds
        rounds = 0
        while (time.monotonic() < until or rounds < 2) and rounds < most:
            with open('/proc/loadavg') as f:
                self.loads.append(float(f.read().split()[0]))
            turns = [p for p in pairs for _ in range(4 if p[0].name.startswith(('pounce', 'empty')) else 1)
                     if rounds % 3 == 0 or self.usual[p[0].name, p[1]] < 0.3]
            self.random.shuffle(turns)
            for who, model in turns:
                before(who, model)
                life = self.start(who, model, groups)
                self.samples.append({'condition': condition, 'model': model, 'contender': who.name, 'round': rounds, **life})
            rounds += 1
            print(f'\r{condition}: round {rounds}, {max(0, until - time.monotonic()):.0f} s left ', end='',
                  file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return rounds

    def warm_up(self, pairs):
        """Everything once, unrecorded: into the page cache, and how long it takes, in seconds."""
        self.usual = {}
        for who, model in pairs:
            life = self.start(who, model)
            life = self.start(who, model)
            self.usual[who.name, model] = (life['ended'] - life['started']) / 1e9


def version(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().split('\n')[0]
    except (OSError, subprocess.CalledProcessError):
        return 'none'


def machine():
    with open('/proc/cpuinfo') as f:
        cpu = dict(line.split(':', 1) for line in f.read().split('\n\n')[0].replace('\t', '').split('\n') if ':' in line)
    with open('/proc/meminfo') as f:
        memory = int(f.readline().split()[1]) // 1024
    return {'cpu': f"{cpu['model name'].strip()} (family{cpu['cpu family']} model{cpu['model']})", 'cpus': os.cpu_count(),
            'memory_mb': memory, 'kernel': platform.release(), 'virtual': version(['sh', '-c', 'LC_ALL=C lscpu | sed -n "s/^Hypervisor vendor: *//p"']) or 'no hypervisor',
            'system': version(['sh', '-c', '. /etc/os-release; echo "$PRETTY_NAME"'])}


def main():
    parser = argparse.ArgumentParser(description='Starts every contender in fresh processes, in random order.')
    parser.add_argument('--build', required=True, help='folder of the programs')
    parser.add_argument('--models', required=True, help='folder that models.py has filled')
    parser.add_argument('--packages', default='', help="node_modules with ONNX Runtime, or nothing")
    parser.add_argument('--xgboost', default='', help='libxgboost.so, or nothing')
    parser.add_argument('--seconds', type=float, default=240, help='of the condition "warm"; the others get half')
    parser.add_argument('--conditions', default='warm,dropped,throttled,slow')
    parser.add_argument('--skipped', action='append', default=[], help='a contender that is not there, for the report')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--out', required=True)
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    library = options.packages and options.packages + '/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1'
    everyone = contenders(options.build, here, options.packages, library, options.xgboost)

    course = race(options)
    pairs = [(who, model) for who in everyone for model in MODELS if model in who.models]
    course.warm_up(pairs)
    notes = {}
    if 'warm' in options.conditions:
        course.run('warm', pairs, options.seconds)

    mapping = {}
    for model in MODELS:
        lines = subprocess.run([options.build + '/mapping', course.folders[model] + '/model.pounce', '201'],
                               stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        mapping[model] = {line[:36].strip(): float(line[36:]) for line in lines}

    lists = {(who.name, model): list(files_of(who.package(course.folders[model]) + list(who.evict)))
             for who, model in pairs}

    def drop(who, model):
        evict(lists[who.name, model])

    if 'dropped' in options.conditions:
        os.sync()
        notes['dropped'] = ("each contender's program, libraries, interpreter and model leave the page cache before each start "
                            '(posix_fadvise DONTNEED; the C library, which other processes map, stays)')
        course.run('dropped', pairs, options.seconds / 2, before=drop)
    if 'throttled' in options.conditions:
        limit = group('cpu', [('cpu.cfs_period_us', '100000'), ('cpu.cfs_quota_us', '7000')],
                      [('cpu.max', '7000 100000')])
        if limit.procs:
            notes['throttled'] = (f'7 ms of processor time in 100 ms, about what a function of 128 MB gets ({limit.what}); '
                                  'contenders that take more than 0.6 s unthrottled are left out')
            fast = [p for p in pairs if course.usual[p[0].name, p[1]] < 0.6]
            course.run('throttled', fast, options.seconds / 2, groups=[limit])
            limit.remove()
        else:
            notes['throttled'] = 'not measured: control groups of the processor are not to be had here'
    if 'slow' in options.conditions:
        try:
            disk = disk_of(options.models)
            limit = group('blkio', [('blkio.throttle.read_iops_device', f'{disk} 1000'),
                                    ('blkio.throttle.read_bps_device', f'{disk} 26214400')],
                          [('io.max', f'{disk} rbps=26214400 riops=1000')])
        except OSError:
            limit = None
        if limit and limit.procs:
            notes['slow'] = ('dropped, and reads limited to 25 MB/s and 1,000 a second by a control group '
                             f'({limit.what}); contenders that take more than 3 s unlimited are left out')
            fast = [p for p in pairs if course.usual[p[0].name, p[1]] < 3]
            course.run('slow', fast, options.seconds / 2, before=drop, groups=[limit])
            limit.remove()
        else:
            notes['slow'] = 'not measured: control groups of the disk are not to be had here'

    about = {}
    for model in MODELS:
        with open(course.folders[model] + '/about.json') as f:
            about[model] = {**json.load(f), 'bytes': {n: os.path.getsize(f'{course.folders[model]}/{n}')
                                                     for n in os.listdir(course.folders[model]) if n.startswith('model.')}}
    result = {
        'machine': machine(), 'command': ' '.join(sys.argv), 'when': time.strftime('%Y-%m-%d %H:%M'),
        'commit': version(['git', '-C', here, 'rev-parse', '--short', 'HEAD']), 'seed': options.seed,
        'versions': {'g++': version(['g++', '-dumpfullversion']), 'Node.js': version(['node', '--version']),
                     'Python': platform.python_version(),
                     'scikit-learn': version([PYTHON, '-c', 'import sklearn; print(sklearn.__version__)']),
                     'XGBoost': version([PYTHON, '-c', 'import xgboost; print(xgboost.__version__)']),
                     'ONNX Runtime': '1.30.0' if library else 'none'},
        'loads': course.loads, 'nice': os.nice(0), 'notes': notes, 'skipped': options.skipped, 'models': about, 'mapping': mapping,
        'packages': {f'{who.name}|{model}': package_bytes(who.package(course.folders[model])) for who, model in pairs},
        'samples': course.samples}
    assert all(math.isfinite(s['ended']) for s in course.samples)
    with open(options.out, 'w') as f:
        json.dump(result, f)
    print(f'{len(course.samples)} starts, written to {options.out}')


if __name__ == '__main__':
    main()
