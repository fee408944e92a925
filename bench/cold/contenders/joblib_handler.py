# joblib_handler.py -- the classic function: unpickle the estimator, ask it, answer in JSON: MODEL ABOUT.
import time
moments = [time.clock_gettime_ns(time.CLOCK_MONOTONIC)]


def note():
    moments.append(time.clock_gettime_ns(time.CLOCK_MONOTONIC))


import json
import os
import struct
import sys

import joblib
import numpy

with open(sys.argv[2]) as about_file:
    about = json.load(about_file)
if 'names' in about:
    import pandas
note()
model = joblib.load(sys.argv[1])  # imports the estimator's own package
note()
cells = sys.stdin.read().split('\n')[:-1]
texts = about.get('texts', 0)
values = [float(c or 'nan') for c in cells[:len(cells) - texts]] + cells[len(cells) - texts:]
row = pandas.DataFrame([values], columns=about['names']) if 'names' in about else numpy.array([values])
note()
answer = model.predict_proba(row)
note()
sys.stdout.write(json.dumps(answer[0].tolist()) + '\n')
sys.stdout.flush()
note()
os.write(3, struct.pack('<18Q', *(n for m in moments for n in (m, m, 0))))
os._exit(0)
