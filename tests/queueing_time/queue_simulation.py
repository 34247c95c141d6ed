"""A simulation of M(t)/M/n(t)+M that shares nothing with the library: one event after another."""

import numba
import numpy as np


@numba.njit(cache=True)
def _replication(arrival, service, leaving, agents, seconds, within, begin):
    """Return by interval: offered, answered in time, total wait, lost, area of the queue.

    Calls go on into intervals after the last one, with its agents, until all who arrived before
    are answered or lost.
    """
    size = agents.size
    tally = np.zeros((5, size))
    # arrival times of those who wait, in order; -1 for calls that were interrupted
    line = np.empty(200_000)
    head = tail = 100_000
    busy = 0
    for _ in range(begin):
        if busy < agents[0]:
            busy += 1
        else:
            line[tail] = -1.0
            tail += 1
    now, k = 0.0, 0
    while True:
        at = min(k, size - 1)
        edge = (k + 1) * seconds if k < size else np.inf
        if k >= size and head == tail:
            return tally
        rate_in = arrival[at] if k < size else 0.0
        rate_done = busy * service[at]
        rate_lost = (tail - head) * leaving[at]
        total = rate_in + rate_done + rate_lost
        after = np.random.exponential(1.0 / total) if total > 0.0 else np.inf
        if now + after >= edge:
            if k < size:
                tally[4, k] += (tail - head) * (edge - now)
            now = edge
            k += 1
            at = min(k, size - 1)
            while busy > agents[at]:
                busy -= 1
                head -= 1
                line[head] = -1.0
            while busy < agents[at] and head < tail:
                _answer(tally, line[head], now, seconds, within)
                head += 1
                busy += 1
            continue
        if k < size:
            tally[4, k] += (tail - head) * after
        now += after
        draw = np.random.random() * total
        if draw < rate_in:
            tally[0, k] += 1
            if busy < agents[at]:
                busy += 1
                tally[1, k] += 1
            else:
                line[tail] = now
                tail += 1
        elif draw < rate_in + rate_done:
            busy -= 1
            if head < tail:
                _answer(tally, line[head], now, seconds, within)
                head += 1
                busy += 1
        else:
            place = head + int(np.random.random() * (tail - head))
            if line[place] >= 0.0:
                k_came = int(line[place] / seconds)
                tally[2, k_came] += now - line[place]
            if k < size:
                tally[3, k] += 1
            for i in range(place, tail - 1):
                line[i] = line[i + 1]
            tail -= 1


@numba.njit(cache=True)
def _answer(tally, came, now, seconds, within):
    if came >= 0.0:
        k = int(came / seconds)
        tally[2, k] += now - came
        if now - came <= within:
            tally[1, k] += 1


@numba.njit(cache=True)
def _replications(arrival, service, leaving, agents, seconds, within, begin, count, seed):
    np.random.seed(seed)
    result = np.empty((count, 5, agents.size))
    for i in range(count):
        result[i] = _replication(arrival, service, leaving, agents, seconds, within, begin)
    return result


def simulated(load, agents, aht_s, interval_s, patience_s, within_s, *, begin=0, count=400, seed=1):
    """Return tallies of shape (count, 5, intervals)."""
    load = np.asarray(load, dtype=float)
    service = np.full(load.shape, 1.0 / aht_s)
    leaving = np.full(load.shape, 0.0 if patience_s is None else 1.0 / patience_s)
    staff = np.broadcast_to(np.asarray(agents, dtype=np.int64), load.shape).copy()
    return _replications(
        load * service,
        service,
        leaving,
        staff,
        float(interval_s),
        float(within_s),
        begin,
        count,
        seed,
    )


def z_scores(tallies, path, load, aht_s, interval_s):
    """Return for each measure how many standard errors the path is away, by interval."""
    offered, in_time, wait, lost, area = np.moveaxis(tallies, 1, 0)
    contacts = np.asarray(load) * interval_s / aht_s
    apart = {
        "service_level": in_time - path.service_level * offered,
        "mean_wait_s": wait - path.mean_wait_s * offered,
        "abandonment": lost - path.abandonment * contacts,
        "queue": area / interval_s - path.queue,
    }
    scores = {}
    for name, values in apart.items():
        error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
        with np.errstate(invalid="ignore", divide="ignore"):
            scores[name] = np.where(error > 0, values.mean(axis=0) / error, 0.0)
    return scores
