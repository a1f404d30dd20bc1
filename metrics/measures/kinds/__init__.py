"""Every measure, in the order in which people choose one: a file per measure, named like its kind. Pure; no Django."""

from metrics.measures.kinds.count import MEASURE as COUNT
from metrics.measures.kinds.distinct import MEASURE as DISTINCT
from metrics.measures.kinds.last import MEASURE as LAST
from metrics.measures.kinds.margin import MEASURE as MARGIN
from metrics.measures.kinds.mean import MEASURE as MEAN
from metrics.measures.kinds.mean_days import MEASURE as MEAN_DAYS
from metrics.measures.kinds.median import MEASURE as MEDIAN
from metrics.measures.kinds.nps import MEASURE as NPS
from metrics.measures.kinds.ratio import MEASURE as RATIO
from metrics.measures.kinds.score import MEASURE as SCORE
from metrics.measures.kinds.share import MEASURE as SHARE
from metrics.measures.kinds.sum import MEASURE as SUM
from metrics.measures.kinds.velocity import MEASURE as VELOCITY
from metrics.measures.kinds.weighted import MEASURE as WEIGHTED

EVERY = (
    SUM,
    MEAN,
    MEDIAN,
    COUNT,
    DISTINCT,
    LAST,
    SHARE,
    RATIO,
    MARGIN,
    MEAN_DAYS,
    VELOCITY,
    NPS,
    SCORE,
    WEIGHTED,
)
