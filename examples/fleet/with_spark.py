#!/usr/bin/env python3
"""Checks a file of dealings, one in each line, with Spark.

    with_spark.py DEALINGS VERDICTS

`holdfast` is on the PATH, at the same place on every worker. VERDICTS is written in the order of the dealings.
"""

import os
import pathlib
import sys

from pyspark import SparkConf, SparkContext

# 0 to 7 are verdicts; anything else means that some may be missing, and the partition is run again.
FILTER = "bash -c 'holdfast check --quiet --stream -; status=$?; [ \"$status\" -le 7 ]'"


def main() -> None:
    dealings, verdicts = map(pathlib.Path, sys.argv[1:])
    # On one machine, where no cluster is named: all cores, and a partition that fails is run again.
    conf = SparkConf().setAppName("holdfast-check").setIfMissing("spark.master", "local[*, 4]")
    context = SparkContext(conf=conf)
    lines = context.textFile(str(dealings)).filter(str.strip)
    # A piped program gets no variables but these.
    found = lines.pipe(FILTER, env={"PATH": os.environ["PATH"]}, checkCode=True).collect()
    expected = lines.count()
    context.stop()
    verdicts.write_text("".join(f"{line}\n" for line in found))
    if len(found) != expected:
        sys.exit(f"with_spark.py: {len(found)} verdicts on {expected} dealings")
    sys.exit(any('"ok":false' in line for line in found))


main()
