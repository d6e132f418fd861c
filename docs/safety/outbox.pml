/* SPDX-License-Identifier: Apache-2.0
 * The outbox and its senders, as a model for spin: the decision that queues a mail, leases, a connection that is cut at
 * any point, a final reply that is lost, a sender that is killed. What it says and what it leaves out is in models.md;
 * Scripts/check-models runs it. It must never be made weaker to please spin.
 */

#ifndef MAILS
#define MAILS 2
#endif
#ifndef KILLS
#define KILLS 1         /* SIGKILLs, of the core or of a sender */
#endif
#ifndef TROUBLES
#define TROUBLES 2      /* refusals for now, cut connections, lost replies, writes that fail */
#endif
#define SENDERS 2       /* the daemon's post office, and `roost outbox flush` beside it */

/* outbox.state; absent: there is no row. */
#define absent 0
#define queued 1
#define leased 2
#define sent 3
#define dead 4

/* ---- on the disk: every change is one durable transaction ---------------------------------------------------------- */

byte state[MAILS];              /* outbox.state */
byte holder[MAILS];             /* outbox.lease_owner: 1 + sender */
bool isOrphaned[MAILS];         /* the holder's process is gone; LeaseHolder.sees finds it by pid and start time */
bool isDeferred[MAILS];         /* outbox.not_before_ms lies ahead */
bool isDecided[MAILS];          /* the state, journal and incident that the mail tells of (I29) */
bool wasRefused[MAILS], wasExpired[MAILS];      /* the stored reply of a dead letter (I30) */
byte created, inQueue, sentCount, deadCount;    /* the figures of `roost outbox stats` */

/* ---- the mail server ----------------------------------------------------------------------------------------------- */

byte arrived[MAILS];            /* how often the server took responsibility */
bool isInDoubt[MAILS];          /* a final reply was lost, or its sender died before it was stored */

byte kills, troubles;

#define firstSender 2                   /* _pid of the first sender */
#define me (1 + _pid - firstSender)
#define mayFail (troubles < TROUBLES)
#define addsUp (created == inQueue + sentCount + deadCount)

/* RoostDatabase.commit: the decision and its mails in one transaction (I29). */
active proctype Core() {
    byte mail;
end:
    do
    :: mail < MAILS ->
#ifdef SEPARATE_COMMITS
        atomic { isDecided[mail] = true };
        if
        :: kills < KILLS -> kills++; mail++     /* killed in between: the decision stands, the mail does not */
        :: atomic { true -> state[mail] = queued; created++; inQueue++; mail++ }
        fi
#else
        if
        :: atomic { true -> isDecided[mail] = true; state[mail] = queued; created++; inQueue++; mail++ }
        /* Killed before the commit: nothing happened, and the decision is made anew. */
        :: atomic { kills < KILLS -> kills++ }
        fi
#endif
    :: else -> break
    od;
    mail = 0
}

/* Outbox.expire: only what waits, and never what is being sent. */
active proctype Expiry() {
    byte mail;
end:
    do
    :: atomic { (mail < MAILS && state[mail] == queued) ->
        state[mail] = dead; wasExpired[mail] = true; inQueue--; deadCount++; mail++
    }
    :: mail < MAILS -> mail++           /* it is not old enough */
    :: else -> break
    od;
    mail = 0
}

/* record with a deferral: due again later; the lease ends in the same transaction. */
inline defer(m) {
    atomic {
        if
        :: state[m] == leased && holder[m] == me ->
            state[m] = queued; holder[m] = 0; isDeferred[m] = true
        :: else
        fi;
        assert(addsUp)
    }
}

/* record with .sent: a mail that was taken was taken, whatever became of the row meanwhile. */
inline markSent(m) {
    assert(arrived[m] > 0);             /* sent means that a server said 250 */
    if
    :: state[m] == leased || state[m] == queued -> inQueue--; sentCount++
    :: state[m] == dead -> deadCount--; sentCount++
    :: else
    fi;
    state[m] = sent; holder[m] = 0;
    assert(addsUp)
}

/* One process that flushes: Outbox.lease, SubmissionMachine, FlushRun.note. */
active [SENDERS] proctype Sender() {
    byte mail;
end:
    do
    /* lease: in one transaction abandoned leases are freed and one due mail is taken (R6). */
    :: atomic {
#ifdef KEEP_ABANDONED_LEASES
            false -> skip
#else
            (isOrphaned[0] && state[0] == leased) ->
            state[0] = queued; holder[0] = 0; isOrphaned[0] = false
#endif
        }
    :: atomic {
#ifdef KEEP_ABANDONED_LEASES
            false -> skip
#else
            (MAILS > 1 && isOrphaned[MAILS - 1] && state[MAILS - 1] == leased) ->
            state[MAILS - 1] = queued; holder[MAILS - 1] = 0; isOrphaned[MAILS - 1] = false
#endif
        }
#ifdef LEASE_RUNS_OUT
    /* A holder that is alive but stands still for longer than its lease: another takes the mail. */
    :: atomic { (mayFail && state[0] == leased && holder[0] != me && !isOrphaned[0]) ->
        troubles++; state[0] = queued; holder[0] = 0
    }
#endif
    :: atomic {
#ifdef SEND_WITHOUT_LEASE
            (state[0] == queued && !isDeferred[0]) -> mail = 0
#else
            (state[0] == queued && !isDeferred[0]) -> mail = 0; state[0] = leased; holder[0] = me
#endif
        };
        goto connect
    :: atomic {
#ifdef SEND_WITHOUT_LEASE
            (MAILS > 1 && state[MAILS - 1] == queued && !isDeferred[MAILS - 1]) -> mail = MAILS - 1
#else
            (MAILS > 1 && state[MAILS - 1] == queued && !isDeferred[MAILS - 1]) ->
            mail = MAILS - 1; state[mail] = leased; holder[mail] = me
#endif
        };
        goto connect
    /* The retry time comes. */
    :: atomic { isDeferred[0] -> isDeferred[0] = false }
    :: atomic { isDeferred[MAILS - 1] -> isDeferred[MAILS - 1] = false }
    od;

connect:
#ifdef MARK_BEFORE_250
    atomic { markSent(mail) };
#endif
    if
    :: true -> skip
    /* No connection, no log-in, a "not now" to MAIL or RCPT, or cut before the content is whole. */
    :: atomic { mayFail -> troubles++ }; goto postpone
    :: atomic { kills < KILLS -> kills++ }; goto killed
    fi;

    /* The final dot arrives: the server takes the mail, refuses it, or asks to come back. */
    if
    :: atomic { true -> arrived[mail]++;
            assert(arrived[mail] == 1 || isInDoubt[mail]) };    /* twice only after a lost final reply */
        goto taken
    :: goto refused
    :: atomic { mayFail -> troubles++ }; goto postpone
    /* Cut behind the dot, and the server did not take it. */
    :: atomic { mayFail -> troubles++ }; goto postpone
    fi;

taken:
    if
    :: true -> skip
    /* The connection is cut before 250 is read: it may have arrived, and is sent again. */
    :: atomic { mayFail -> troubles++; isInDoubt[mail] = true }; goto postpone
    /* Killed, or the disk takes nothing, before the reply is stored: the same doubt. */
    :: atomic { kills < KILLS -> kills++; isInDoubt[mail] = true }; goto killed
    :: atomic { mayFail -> troubles++; isInDoubt[mail] = true }; goto failedWrite
    fi;
    atomic { markSent(mail); mail = 0 };
    goto end;

refused:
    atomic {
        if
        :: state[mail] == leased || state[mail] == queued ->
            wasRefused[mail] = true; state[mail] = dead; holder[mail] = 0; inQueue--; deadCount++
        :: else
        fi;
        assert(addsUp);
        mail = 0
    };
    goto end;

postpone:
    defer(mail);
    atomic { mail = 0 };
    goto end;

    /* FlushRun.queueFailure: the flush ends; its leases are given back at the next one. */
failedWrite:
    atomic {
        if
        :: state[mail] == leased && holder[mail] == me -> state[mail] = queued; holder[mail] = 0
        :: else
        fi;
        mail = 0
    };
    goto end;

    /* SIGKILL: nothing more is written. A new process starts, with another pid. */
killed:
    atomic {
        if
        :: state[mail] == leased && holder[mail] == me -> isOrphaned[mail] = true
        :: else
        fi;
        mail = 0
    };
    goto end
}

#define isOver(m) (state[m] == sent || state[m] == dead)
#define isNamed(m) (state[m] != dead || wasRefused[m] || wasExpired[m])

/* queued + sent + dead = created, of rows and of counts, and every dead letter says why (I30). */
ltl always_adds_up { [] (addsUp
    && created == (state[0] != absent) + (state[MAILS - 1] != absent)
    && sentCount == (state[0] == sent) + (state[MAILS - 1] == sent)
    && isNamed(0) && isNamed(MAILS - 1)) }

/* What was decided is told in the end, or a dead letter says that it was not. */
ltl first_ends { [] (isDecided[0] -> <> isOver(0)) }
ltl second_ends { [] (isDecided[MAILS - 1] -> <> isOver(MAILS - 1)) }
