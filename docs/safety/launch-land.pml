/* SPDX-License-Identifier: Apache-2.0
 * The interlock between launch, landing, cover and charger, as a model for spin. What it says and what it leaves out is
 * in models.md; Scripts/check-models runs it. Each option of the supervisor names the function of Sources/RoostCore that
 * it follows. It must never be made weaker to please spin: a rule that is too strong for the code is a finding.
 */

#ifndef RUNS
#define RUNS 1          /* due runs */
#endif
#ifndef CRASHES
#define CRASHES 1       /* deaths of the supervisor */
#endif
#ifndef FAULTS
#define FAULTS 1        /* faults of the world, and orders lost */
#endif
#ifndef PEOPLE
#define PEOPLE 1        /* presses of the emergency stop and turns of the service key */
#endif
#define RETRIES 2       /* failed travels that are retried without a person (I9) */

/* ---- names -------------------------------------------------------------------------------------------------- */

/* Phase; hold and gating ask the same gates, offloading and reporting move nothing and are one. */
#define starting 0
#define idle 1
#define gating 2
#define preparing 3
#define opening 4
#define launching 5
#define flying 6        /* flying and returning */
#define landing 7
#define diverting 8
#define securing 9
#define closing 10
#define charging 11
#define reporting 12
#define recover 13
#define lost 14
#define diverted 15
#define fault 16
#define service 17

/* LaunchStage */
#define uploading 1
#define verified 2
#define takingOff 3

/* MissionRun: how far its record has come. */
#define decided 1
#define launched 2      /* run.launched: the order to launch was given */
#define tookOff 3       /* run.takeoff */
#define landedRun 4     /* run.landed */

/* Orders to the hardware, and CoverTravel.goal. */
#define none 0
#define coverOpen 1
#define coverClose 2
#define coverStop 3
#define chargerOn 4
#define chargerOff 5

/* Cover and motor. */
#define closed 0
#define between 1
#define open 2

/* Where the vehicle is. */
#define home 0
#define near 1          /* above the pad, up or down */
#define far 2
#define elsewhere 3     /* on the ground, not in the dock */

/* What the vehicle means to do in the air. */
#define mission 0
#define homeward 1
#define away 2

/* ---- the supervisor's state: what DockState stores, then what a restart forgets ---------------------------------- */

byte phase = starting;
byte record = none;                /* record: how far */
byte runID;                     /* run.mission */
bool waiting[RUNS];             /* waiting */
bool taken[RUNS];               /* taken, recentRuns */
byte travel = none;             /* travel.goal */
bool stopAwaited;               /* stopOrder */
bool stopAgain;                 /* stopAgain */
byte failures;                  /* failedTravels.count */
bool isHeld;                    /* run.holds: here one new try */
bool isLastTry;                 /* the run is not launched again */
bool isLockedOut;               /* lockOut */
bool isRevoked;                 /* divertsRevoked */

byte stage = none;              /* launchStage */
bool isCharging;                /* charge */
bool isTravelFailed, isStopFailed;      /* .finished(order, .failed) in the inbox */

/* ---- what is on its way ------------------------------------------------------------------------------------------ */

chan hardware = [3] of { byte };        /* Dispatcher.hardwareOrders, in order */
byte wire = none;                       /* an order of a dead process that the field bus still carries */
byte launchOrder;                       /* an order to launch on its way: 1 + run */
byte voyageOrder;                       /* homeward or away, on its way */

/* ---- the world --------------------------------------------------------------------------------------------------- */

byte cover = closed;
byte motor = none;              /* coverOpen or coverClose while driven */
bool isStalled;
byte openStuck, closedStuck;    /* 0 sound, 1 stuck without contact, 2 stuck with contact */
bool isCharged;                 /* the contacts carry current */
bool isChargerStuck;            /* does not go off */
byte place = home;
bool isArmed;
byte intent = mission;
byte flownRun;                  /* the run that the vehicle was told to fly */
bool isBusUp = true, isLinkUp = true;
bool isStopPressed, isKeyTurned;

byte crashes, faults, people;
byte takeoffs[RUNS];
byte outcomes[RUNS];

/* ---- evidence ---------------------------------------------------------------------------------------------------- */

/* The bus is one line: what a dead process sent is carried out, or gone, before a new process can read. */
#define seen            (isBusUp && wire == none)
#define openSwitch      (openStuck == 2 || (openStuck == 0 && cover == open))
#define closedSwitch    (closedStuck == 2 || (closedStuck == 0 && cover == closed))
#define areSwitchesSound (openStuck == 0 && closedStuck == 0)
#define isCoverOpen     (seen && openSwitch && !closedSwitch)
#define isCoverClosed   (seen && closedSwitch && !openSwitch)
#define isContradictory (seen && openSwitch && closedSwitch)
#define isPresent       (seen && place == home)
#define isAbsent        (seen && place != home)
#define isChargerOff    (seen && !isCharged)
#define isSeenArmed     (isLinkUp && isArmed)
#define isSeenDisarmed  (isLinkUp && !isArmed)
#define isInAir         (place == near || place == far)
#define isSeenAirborne  (isLinkUp && isInAir && isArmed)
#define isSeenLanded    (isLinkUp && !isInAir)
#define isHome          (isPresent && isSeenDisarmed)
#define isAirbornePhase (phase == flying || phase == landing || phase == diverting)
#define awaitsPerson    (phase == lost || phase == diverted || phase == fault || phase == service)

/* ---- interlocks (Step+Cover.swift, Step+Charge.swift) ------------------------------------------------------------ */

#ifdef WITHOUT_CHARGER_CHECK
#define provedOff seen
#else
#define provedOff isChargerOff
#endif

#ifdef WITHOUT_LATCH
#define isForbidden (isStopPressed || isKeyTurned)
#else
#define isForbidden (isLockedOut || isStopPressed || isKeyTurned)
#endif

/* canMoveCover */
#define mayMove (phase != starting && seen && !isContradictory && !isForbidden && provedOff && failures <= RETRIES)

/* mayCloseOverPad */
#define isAliveNearby (isSeenArmed && place != far)
#ifdef WITHOUT_DISARMED_CHECK
#define mayCloseOverHome isPresent
#else
#define mayCloseOverHome (!isAliveNearby && isHome)
#endif
#define mayCloseOverEmpty (!isAliveNearby && isAbsent && record < launched && !isAirbornePhase \
    && (!isLinkUp || isSeenLanded || place == far))
#define mayClose (mayMove && (mayCloseOverHome || mayCloseOverEmpty))

/* guardSafety goes before every decision of the same step: a stop that is to be given again has been given. */
#define isGuarded (!stopAgain)

/* isChargeAllowed: a motor that was told to stop must be known to have been told. */
#ifdef WITHOUT_STOP_PROOF
#define isDriveQuiet (travel == none)
#else
#define isDriveQuiet (travel == none && !stopAwaited && !stopAgain)
#endif
#define mayCharge (isDriveQuiet && isCoverClosed && isHome && !isForbidden)

/* A launch that was given up may still happen: what is seen five seconds later tells (Step+Cover.swift, recover). */
#ifdef WITHOUT_SETTLING
#define isSettled true
#else
#define isSettled (launchOrder == none)
#endif
/* The same at a start (Step+Start.swift, lookAround). */
#ifdef WITHOUT_SETTLING_AT_START
#define isSettledAtStart true
#else
#define isSettledAtStart (launchOrder == none)
#endif

/* ---- what a step does; every option of a process is one indivisible step, its orders leave after it --------------- */

/* enter, with all that no phase keeps */
inline enter(next) { phase = next; stage = none }

inline send(order) { hardware!order }

/* The latch holds until a person resets it at the dock (I28). */
inline startTravel(goal) {
    assert(!isLockedOut && phase != service);
    travel = goal; stopAwaited = false; stopAgain = false;
    send(goal)
}

inline stopCover() { travel = none; stopAgain = false; stopAwaited = true; send(coverStop) }

inline stopTravel() {
    if
    :: travel != none -> stopCover()
    :: else
    fi
}

inline endCharge() { isCharging = false; send(chargerOff) }

/* close(_:as:): the outcome is stored once (I39). */
inline closeRun() {
    if
    :: record != none ->
        outcomes[runID]++;
        assert(outcomes[runID] == 1);
        record = none
    :: else
    fi;
    isHeld = false;
    isLastTry = false;
    isRevoked = false
}

inline enterFault() { stopTravel(); closeRun(); enter(fault) }

inline enterFlight() {
    if
    :: record == decided || record == launched -> record = tookOff
    :: else
    fi;
    enter(flying)
}

/* giveUpLaunch */
inline giveUpLaunch() {
    stopTravel();
    if
    :: (record == decided && isHeld) -> closeRun()
    :: (record == launched && isHeld) && isHeld -> isLastTry = true
    :: else -> isHeld = true
    fi;
    if
    :: isCoverClosed -> enter(closing)
    :: else -> enter(recover)
    fi
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

#define room (len(hardware) <= 1)       /* a step gives at most two orders to the hardware */

active proctype Supervisor() {
    byte id;
end:
    do
    /* Event.due: taken once, whatever the planner repeats after a restart (I13). */
    :: atomic { (!taken[0]) -> taken[0] = true; waiting[0] = true }
#if RUNS > 1
    :: atomic { (taken[0] && !taken[1]) -> taken[1] = true; waiting[1] = true }
#endif

    /* guardEmergencyStop, operatorSays(.lockOut): latched until a person resets at the dock (I28). */
    :: atomic { (seen && isStopPressed && !isLockedOut && room) ->
        isLockedOut = true;
        stopTravel();
        if
        :: isCharging -> endCharge()
        :: else
        fi
    }
    /* The service key: nothing moves while hands are in the box; a vehicle that is out is still watched. */
    :: atomic { (seen && isKeyTurned && phase != service && !isAirbornePhase && phase != starting
            && phase != securing && stage != takingOff && phase != lost && phase != diverted && phase != fault
            && !(record == launched || record == tookOff) && room) ->
        stopTravel();
        if
        :: isCharging -> endCharge()
        :: else
        fi;
        closeRun();
        enter(service)
    }
    :: atomic { (phase == service && seen && !isKeyTurned) -> enter(starting) }

    /* guardContradiction (I4) */
    :: atomic { (isContradictory && travel != none && room) -> stopCover() }
    :: atomic { (isContradictory && travel == none && room && phase != starting && phase != securing
            && !isAirbornePhase && !awaitsPerson && stage != takingOff) ->
        if
        :: isCharging -> endCharge()
        :: else
        fi;
        enterFault()
    }

    /* superviseTravel, repeatStop */
    :: atomic { (stopAgain && travel == none && seen && room) -> stopCover() }
    :: atomic { (isStopFailed) -> isStopFailed = false;
        if
        :: travel == none -> stopAwaited = false; stopAgain = true
        :: else
        fi
    }
    :: atomic { (travel == coverClose && isAliveNearby && room) -> stopCover(); failures++; isTravelFailed = false }
    :: atomic { (travel == coverOpen && isCoverOpen && len(hardware) == 0) -> stopCover() }
    :: atomic { (travel == coverClose && isCoverClosed && len(hardware) == 0) -> stopCover() }
    :: atomic { (travel != none && isTravelFailed && room) -> stopCover(); failures++; isTravelFailed = false }
    /* The deadline; it may pass although all is well (I7). */
    :: atomic { (travel != none && failures <= RETRIES && room && len(hardware) == 0
            && !(travel == coverOpen && isCoverOpen) && !(travel == coverClose && isCoverClosed)) ->
        stopCover(); failures++; isTravelFailed = false
    }

    /* guardOpenCover (I37) */
    :: atomic { ((phase == gating || phase == charging || phase == reporting) && seen && !isContradictory
            && !isCoverClosed && travel == none && room) ->
        if
        :: isCharging -> endCharge()
        :: else
        fi;
        enter(recover)
    }

    /* lookAround: nothing moves before it has decided (I22). */
    :: atomic { (phase == starting && isSeenAirborne) -> enterFlight() }
    :: atomic { (phase == starting && isContradictory && !isSeenAirborne && room) -> enterFault() }
    :: atomic { (phase == starting && seen && isGuarded && isSettledAtStart && !isContradictory && !isSeenAirborne) ->
        if
        :: isPresent && isSeenArmed -> enter(securing)
        :: isPresent && !isSeenArmed ->
            if
#ifdef ABANDON_A_SILENT_LAUNCH
            :: record < tookOff -> closeRun()
#else
            /* Launched, on the pad and not heard: it may still take off. The run stays until the vehicle is proved
             * to have stayed, and is not launched again. */
            :: record == launched && !isLinkUp -> isLastTry = true
            :: record < tookOff && !(record == launched && !isLinkUp) -> closeRun()
#endif
            :: record >= tookOff -> record = landedRun
            fi;
            if
            :: isCoverClosed && record == none -> enter(idle)
            :: isCoverClosed && record == landedRun -> enter(charging)
            :: isCoverClosed && record == launched -> enter(recover)
            :: !isCoverClosed && (record != landedRun || !isLinkUp) -> enter(recover)
            :: else -> enter(securing)
            fi
        :: isAbsent && isSeenArmed -> enterFlight()
        :: isAbsent && !isSeenArmed && record >= launched ->
            closeRun();
            if
            :: isLinkUp -> enter(diverted)
            :: else -> enter(lost)
            fi
        :: isAbsent && !isSeenArmed && record < launched ->
            closeRun();
            if
            :: isCoverClosed -> enter(idle)
            :: else -> enter(recover)
            fi
        fi
    }

    /* rest, takeNextRun */
    :: atomic { (phase == idle && seen && !isContradictory && !isCoverClosed) -> enter(recover) }
    :: atomic { (phase == idle && waiting[0] && record == none) ->
        waiting[0] = false; runID = 0; record = decided; isHeld = false; enter(gating)
    }
#if RUNS > 1
    :: atomic { (phase == idle && !waiting[0] && waiting[1] && record == none) ->
        waiting[1] = false; runID = 1; record = decided; isHeld = false; enter(gating)
    }
#endif
    /* expireWaiting: in whatever phase (I39). */
    :: atomic { (waiting[0] && phase != idle) -> waiting[0] = false; outcomes[0]++; assert(outcomes[0] == 1) }
#if RUNS > 1
    :: atomic { (waiting[1] && phase != idle) -> waiting[1] = false; outcomes[1]++; assert(outcomes[1] == 1) }
#endif

    /* beginGating, askGates, holdRun: all gates pass, or the run is refused, expires or is tried again later. */
    :: atomic { (phase == gating && !isForbidden && isCoverClosed && isHome && room) ->
        record = decided;
        endCharge();
        enter(preparing)
    }
    :: atomic { (phase == gating) -> closeRun(); enter(idle) }

    /* awaitChargerOff (I5) */
    :: atomic { (phase == preparing && len(hardware) == 0 && mayMove && isGuarded) ->
        enter(opening);
        startTravel(coverOpen)
    }
    :: atomic { (phase == preparing && room) -> giveUpLaunch() }

    /* awaitCoverOpen; the upload is answered or not. */
#ifdef LAUNCH_BEFORE_OPEN
    :: atomic { (phase == opening && travel != none) -> phase = launching; stage = verified }
#endif
    :: atomic { (phase == opening && travel == none && isCoverOpen) -> phase = launching; stage = uploading }
    :: atomic { (phase == opening && travel == none && room) -> giveUpLaunch() }
    :: atomic { (phase == launching && stage == uploading) -> stage = verified }

    /* armIfAllowed: every gate again, in this same step (I3, I10, I26). */
#ifdef LAUNCH_BEFORE_OPEN
    :: atomic { (phase == launching && stage == verified && isHome) ->
#else
    :: atomic { (phase == launching && stage == verified && isCoverOpen && isHome && !isForbidden && isChargerOff) ->
#endif
        assert(!isLockedOut);
        stage = takingOff; record = launched; launchOrder = 1 + runID
    }
    /* awaitTakeoff: seen in the air, or no longer on the pad; else its deadlines. */
    :: atomic { (phase == launching && (isSeenAirborne || (stage == takingOff && isAbsent))) -> enterFlight() }
#ifdef WITHOUT_DEADLINE
    :: atomic { (phase == launching && stage != takingOff && room) -> giveUpLaunch() }
#else
    :: atomic { (phase == launching && room && !isSeenAirborne && !(stage == takingOff && isAbsent)) ->
        giveUpLaunch()
    }
#endif

    /* watchFlight, watchReturn, watchLanding */
    :: atomic { (isAirbornePhase && isSeenLanded && (isSeenDisarmed || (isPresent && phase == landing))) ->
        if
        :: phase == diverting && isSeenDisarmed && isAbsent -> closeRun(); enter(diverted)
        :: else -> enter(securing)
        fi
    }
    :: atomic { (phase == flying && isLinkUp && place == near && intent == homeward) -> enter(landing) }
    :: atomic { (phase == landing && isLinkUp && place == far) -> enter(flying) }
    /* callHome, insistOnReturn: again until the vehicle obeys (I14). */
    :: atomic { (phase == flying && place == far && isLinkUp && intent == mission && voyageOrder == none) ->
        voyageOrder = homeward
    }
    /* Home cannot be used: an alternate is flown to; revoked at most once (I16, I40). */
    :: atomic { ((phase == flying || phase == landing) && isLinkUp && intent != away && isInAir && voyageOrder == none
            && !isCoverOpen && travel == none) ->
        voyageOrder = away; enter(diverting)
    }
    :: atomic { (phase == diverting && isLinkUp && isInAir && intent == mission && voyageOrder == none) ->
        voyageOrder = away
    }
    :: atomic { (phase == diverting && isLinkUp && place == far && isCoverOpen && !isRevoked && voyageOrder == none) ->
        isRevoked = true; voyageOrder = homeward; enter(flying)
    }
    /* keepPadOpen (I17, I18), also for a stray vehicle that is heard again */
    :: atomic { ((isAirbornePhase || (phase == lost && isSeenAirborne)) && seen && !isCoverOpen && travel == none
            && mayMove && isGuarded && room) -> startTravel(coverOpen)
    }
    /* watchSilence */
    :: atomic { ((isAirbornePhase || (phase == securing && isAbsent)) && !isLinkUp) -> closeRun(); enter(lost) }

    /* awaitSecured (I1, I17) */
    :: atomic { (phase == securing && isSeenAirborne) -> enterFlight() }
    :: atomic { (phase == securing && isSeenDisarmed && !isInAir && seen) ->
        if
        :: record == tookOff -> record = landedRun
        :: else
        fi;
        if
        :: isPresent ->
            if
            :: record != landedRun -> closeRun()
            :: else
            fi;
            enter(closing)
        :: else -> closeRun(); enter(diverted)
        fi
    }

    /* recover, awaitCoverClosed, receiveVehicleOut */
    :: atomic { ((phase == recover || phase == closing) && room
            && (isSeenAirborne || (record == launched && isAbsent))) ->
        stopTravel(); enterFlight()
    }
    :: atomic { (phase == recover && travel == none && isCoverClosed) -> enter(closing) }
    :: atomic { (phase == recover && travel == none && isSettled && mayClose && !isCoverClosed) -> enter(closing) }
    :: atomic { (phase == recover && seen && isCharged && !isChargerStuck && len(hardware) == 0) -> endCharge() }
    :: atomic { (phase == closing && travel == none && mayClose && isGuarded && !isCoverClosed && len(hardware) == 0) ->
        startTravel(coverClose)
    }
    :: atomic { ((phase == recover || phase == closing) && travel == none && seen && !isCoverClosed
            && failures > RETRIES && room) -> enterFault()
    }
    :: atomic { (phase == closing && travel == none && isCoverClosed) ->
        if
        :: record == none -> enter(idle)
        :: record == landedRun || record == tookOff -> enter(charging)
        :: (record == decided || record == launched) && !isLastTry -> enter(gating)
        :: (record == decided || record == launched) && isLastTry -> closeRun(); enter(idle)
        fi
    }

    /* awaitCharge, awaitLog, report */
    :: atomic { (phase == charging && !isCharging && mayCharge && isGuarded && len(hardware) == 0) ->
        isCharging = true; send(chargerOn)
    }
    :: atomic { (phase == charging && (isCharging || !mayCharge)) -> enter(reporting) }
    :: atomic { (phase == reporting) -> closeRun(); enter(idle) }

    /* superviseCharge, topUp, guardStrayCharge: off needs no reason, on needs all of them (I6). */
    :: atomic { (phase == idle && !isCharging && !isCharged && mayCharge && isGuarded && record == none && !waiting[0]
            && len(hardware) == 0) -> isCharging = true; send(chargerOn)
    }
    :: atomic { (isCharging && seen && !mayCharge && room) -> endCharge() }
    :: atomic { (!isCharging && seen && isCharged && !isChargerStuck && len(hardware) == 0) -> endCharge() }

    /* operatorSays(.reset): a person who knows where the vehicle is and that its motors are
     * off, and who has released stop and key. */
    :: atomic { ((awaitsPerson || isLockedOut) && phase != service && !isInAir && !isArmed
            && launchOrder == none && !isStopPressed && !isKeyTurned
            && !isAirbornePhase && stage == none && travel == none) ->
        isLockedOut = false; failures = 0;
        if
        :: (phase == lost || phase == diverted || phase == fault || phase == securing || phase == closing
            || phase == recover || phase == idle) -> enter(starting)
        :: else
        fi
    }

    /* SIGKILL, and a start: begin, forgetTravel (I23, I24). What was sent may still happen. */
    :: atomic { (crashes < CRASHES) ->
        crashes++;
        if
        :: len(hardware) > 0 -> hardware?wire       /* the first may be on the line */
        :: true -> wire = none
        fi;
        do
        :: len(hardware) > 0 -> hardware?_
        :: else -> break
        od;
        if
        :: launchOrder != none -> launchOrder = none    /* not sent yet */
        :: true                                         /* on its way */
        fi;
        if
        :: travel != none || stopAwaited || stopAgain ->
#ifdef WITHOUT_STOP_AT_START
            stopAgain = false
#else
            stopAgain = true
#endif
        :: else
        fi;
        if
        :: travel != none && failures <= RETRIES -> failures++
        :: else
        fi;
        travel = none; stopAwaited = false; isCharging = false; isTravelFailed = false; isStopFailed = false;
#ifdef FORGET_THE_LAUNCH
        if
        :: record == launched -> record = decided
        :: else
        fi;
#endif
#ifdef FORGET_TAKEN_RUNS
        id = 0;
        do
        :: id < RUNS -> taken[id] = false; id++
        :: else -> break
        od;
        id = 0;
#endif
        if
        :: awaitsPerson -> stage = none
        :: else -> enter(starting)
        fi
    }
    od
}

/* The cover may close onto nothing that is armed, or above the pad. */
#define isPadFree (!(place == near) && !(isArmed && place == home))

/* The field bus: one order at a time, in order; it may be lost, and then the core is told. */
active proctype Bus() {
    byte order;
end:
    do
    :: atomic { (wire != none || (isBusUp && len(hardware) > 0)) ->
        if
        :: wire != none -> order = wire; wire = none
        :: wire == none && isBusUp && len(hardware) > 0 -> hardware?order
        fi;
        if
        :: order == coverOpen ->
            assert(!isCharged || isChargerStuck);
            motor = coverOpen
        :: order == coverClose ->
            assert(!isCharged || isChargerStuck);
            assert(isPadFree);
            motor = coverClose
        :: order == coverStop -> motor = none; stopAwaited = false
        :: order == chargerOn ->
            assert(motor == none || (motor == coverClose && cover == closed) || (motor == coverOpen && cover == open));
            isCharged = true
        :: order == chargerOff -> isCharged = isChargerStuck
        fi;
        order = none
    }
    :: atomic { (len(hardware) > 0 && (!isBusUp || faults < FAULTS)) ->
        if
        :: isBusUp -> faults++
        :: else
        fi;
        hardware?order;
        if
        :: order == coverOpen || order == coverClose -> isTravelFailed = (travel != none)
        :: order == coverStop -> isStopFailed = true
        :: else
        fi;
        order = none
    }
    od
}

/* The drive: it moves while driven, unless it is stalled. */
active proctype Drive() {
end:
    do
    :: atomic { (motor == coverOpen && cover < open && !isStalled) ->
        assert(!isCharged || isChargerStuck);
        cover++
    }
    :: atomic { (motor == coverClose && cover > closed && !isStalled) ->
        assert(isPadFree);
        assert(!isCharged || isChargerStuck);
        cover--
    }
    od
}

/* A flight lasts minutes, a step of the supervisor a second: while the supervisor waits for a vehicle that may have left
 * and anything at all tells of it, it has seen so before the vehicle is back on the ground. */
#define isOverlooked ((phase == launching || phase == recover || phase == closing || phase == securing) \
    && (isBusUp || isLinkUp))

/* The vehicle: it may refuse, take off late, come home by itself, land elsewhere. */
active proctype Vehicle() {
end:
    do
    :: atomic { (launchOrder != none) ->
        if
        :: place == home && !isArmed ->
            assert(cover == open && motor != coverClose);   /* never armed under a cover that is not open */
            isArmed = true; intent = mission; flownRun = launchOrder - 1
        :: true                                             /* refused, or lost on the way */
        fi;
        launchOrder = none
    }
    :: atomic { (isArmed && place == home && intent == mission) ->
        assert(cover == open && motor != coverClose);
        takeoffs[flownRun]++;
        assert(takeoffs[flownRun] <= 1);                    /* at most one take-off for each due run */
        place = near
    }
    :: atomic { (isArmed && !isInAir) -> isArmed = false }
    :: atomic { (place == near && intent == mission) -> place = far }
    :: atomic { (isInAir && intent == mission) -> intent = homeward; place = far }
    :: atomic { (place == far && intent == homeward && !isOverlooked) -> assert(motor != coverClose); place = near }
    :: atomic { (place == near && intent == homeward && cover == open && motor == none && !isOverlooked) ->
        place = home
    }
    /* Its own failsafe, or as ordered. */
    :: atomic { (isInAir && intent != mission && !isOverlooked) -> place = elsewhere }
    :: atomic { (voyageOrder != none) ->
        if
        :: isInAir -> intent = voyageOrder
        :: faults < FAULTS -> faults++                      /* lost on the way */
        :: !isLinkUp || !isInAir
        fi;
        voyageOrder = none
    }
    od
}

/* Faults; each is over at some time. */
active proctype Trouble() {
end:
    do
    :: atomic { (faults < FAULTS && !isStalled) -> faults++; isStalled = true }
    /* One switch at a time, and none shows contact half-way: that is a lie that nobody can tell from the truth. */
    :: atomic { (faults < FAULTS && areSwitchesSound) -> faults++; openStuck = 1 }
    :: atomic { (faults < FAULTS && areSwitchesSound && cover == open) -> faults++; openStuck = 2 }
    :: atomic { (faults < FAULTS && areSwitchesSound) -> faults++; closedStuck = 1 }
    :: atomic { (faults < FAULTS && areSwitchesSound && cover != between) -> faults++; closedStuck = 2 }
    :: atomic { (faults < FAULTS && isCharged && !isChargerStuck) -> faults++; isChargerStuck = true }
#ifdef BLIND
    :: atomic { (faults < FAULTS && isBusUp) -> faults++; isBusUp = false }
    :: atomic { (faults < FAULTS && isLinkUp) -> faults++; isLinkUp = false }
#else
    :: atomic { (faults < FAULTS && isBusUp && isLinkUp) -> faults++; isBusUp = false }
    :: atomic { (faults < FAULTS && isBusUp && isLinkUp) -> faults++; isLinkUp = false }
#endif
    :: atomic { (isStalled) -> isStalled = false }
    :: atomic { (openStuck != 0) -> openStuck = 0 }
    :: atomic { (closedStuck != 0) -> closedStuck = 0 }
    :: atomic { (isChargerStuck) -> isChargerStuck = false }
    :: atomic { (!isBusUp) -> isBusUp = true }
    :: atomic { (!isLinkUp) -> isLinkUp = true }
    od
}

/* People at the dock. */
active proctype People() {
end:
    do
    :: atomic { (people < PEOPLE && !isStopPressed) -> people++; isStopPressed = true }
    :: atomic { (people < PEOPLE && !isKeyTurned) -> people++; isKeyTurned = true }
    :: atomic { (isStopPressed) -> isStopPressed = false }
    :: atomic { (isKeyTurned) -> isKeyTurned = false }
    :: atomic { (place == elsewhere && !isArmed && (phase == diverted || phase == lost) && cover == open) -> place = home }
    od
}

/* After the last fault the dock rests or waits for a person, for ever again. */
#define rests (phase == idle || awaitsPerson || isLockedOut)
ltl comes_to_rest { [] <> rests }
/* A due run ends. */
ltl due_runs_end { [] (taken[0] -> <> (outcomes[0] == 1)) }
