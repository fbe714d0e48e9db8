"""What a data scientist would assemble, beside which the learner is measured.

TF-IDF of words (1-2) and of letters within words (2-5), LinearSVC; scikit-learn as it comes.
Reads pairs of files of {"text", "label"} rows, prints one line of JSON for each pair.
"""
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def read(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["text"] for row in rows], [row["label"] for row in rows]


for train, test in zip(sys.argv[1::2], sys.argv[2::2]):
    texts, labels = read(train)
    unseen, truth = read(test)
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2)),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)),
        ),
        LinearSVC(),
    )
    started = time.perf_counter()
    model.fit(texts, labels)
    trained = time.perf_counter()
    said = model.predict(unseen)
    done = time.perf_counter()
    seen = set(texts)
    fresh = [i for i, text in enumerate(unseen) if text not in seen]
    print(
        json.dumps(
            {
                "accuracy": accuracy_score(truth, said),
                "macroF1": f1_score(truth, said, average="macro", zero_division=0),
                "unseen": sum(truth[i] == said[i] for i in fresh) / max(1, len(fresh)),
                "trainSeconds": trained - started,
                "predictPerSecond": len(unseen) / (done - trained),
            }
        ),
        flush=True,
    )
