// SPDX-License-Identifier: Apache-2.0
// The catalogue's third part: when each incident opens and how it ends, in words for docs/incidents.md and for
// `roost incidents kinds`. The words decide nothing; the rules that they tell of are in the steps.

extension IncidentKind {
    /// When it opens, and what the dock does then.
    public var meaning: String { Self.accounts[self]?.meaning ?? "" }

    /// How it ends.
    public var ending: String { Self.accounts[self]?.ending ?? "" }

    /// The words by kind; a test holds that no kind lacks them.
    private static let accounts: [IncidentKind: (meaning: String, ending: String)] = {
        var accounts: [IncidentKind: (meaning: String, ending: String)] = [:]
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            guard cells.count == 3, let kind = IncidentKind(rawValue: cells[0]) else { continue }
            accounts[kind] = (cells[1], cells[2])
        }
        return accounts
    }()

    /// Kind, when it opens, how it ends.
    private static let table = """
        LINK.hardware-silent | After a start, cover, charger and pad were not all read in time, or a resting dock \
        has not read a limit switch for 10 min. | when all are read
        LINK.device-lost | A Modbus device is away. | when it has answered for 1 min
        LINK.vehicle-silent | The vehicle is out and not heard. The pad stays open. | when it has been heard, or \
        home, for 1 min
        NAV.vehicle-lost | Silent for longer than `deadlines.silence`. Phase `lost`. | not by itself
        NAV.landed-elsewhere | Landed and disarmed, but the pad is empty. Phase `diverted`. | not by itself
        COVER.switches-contradict | Both limit switches report contact. Phase `fault`, unless the vehicle is out. | \
        when they have agreed for 1 min, outside `fault`
        COVER.timed-out | A cover travel did not reach its end in time. The third failure within an hour leads to \
        `fault`; the count stays for an hour, also over a restart. | with the next full travel
        COVER.pinched | The motor drew more than `pinch_current`. It stopped and backed off once. | with the next \
        full travel
        COVER.not-open-for-landing | The vehicle is out and the cover is not open. | when the cover has been open, \
        or the vehicle home, for 1 min
        COVER.left-open | No flight, and the cover is not closed for 10 min, or only its open switch is read and has \
        made contact as long, or the vehicle landed and the pad contact is not read. The detail says why. | when it \
        is closed
        CHARGE.stuck-on | The charger was ordered off and still delivers, did not take the order, or delivers \
        although no session is under way. | when it has been proved off for 1 min
        CHARGE.failed | No current after switching on, or an interlock kept the charger off. Tried again after 10 \
        min. | when current flows
        CHARGE.too-long | A session lasted longer than `deadlines.charge`. Tried again after an hour. | with the \
        next full charge
        CHARGE.contacts-hot | Contacts above `pad_temperature_max`. Charging ended and waits until they have cooled. \
        | 5 °C below the limit
        POWER.smoke | The smoke detector tripped. Charging ended. | when it has been clear for 1 min
        CLIMATE.water | The water detector tripped. Charging ended. | when it has been clear for 1 min
        HUMAN.emergency-stop | The emergency stop is pressed. Cover and charger are stopped. | with a reset after it \
        is released
        MISSION.upload-failed | The plan was refused, or read back differently. | with the next good upload
        MISSION.launch-failed | The vehicle did not arm or did not take off. | with the next take-off
        MISSION.called-home | Called home early: battery, gust or time. | with the next take-off
        MISSION.flight-too-long | In the air for longer than `deadlines.flight`. | with the next take-off
        MISSION.not-disarmed | Not landed, or landed and not proved disarmed, after `deadlines.landing`; or armed \
        while the cover was closing. The cover stays where it is. | when it is disarmed
        HUMAN.locked-out | An operator said `roost lock-out`. | with a reset
        HUMAN.service | The service key is turned. Phase `service`. | when it is turned back
        CENTRING.rods-stuck | The centring rods did not reach their end within `deadlines.rod_travel`, or both their \
        switches report contact. | with the next full travel, or a reset
        NAV.diverting | Home cannot be used; the vehicle was sent to an alternate place. Phase `diverting`, then \
        `diverted`. | when it is called home again, or with a reset
        NAV.no-landing-place | The vehicle is out, home cannot be used, and neither `alternates` nor the plan's \
        rally points name a place. | when home or a place can be used
        PROPULSION.armed-in-dock | The vehicle is armed in the dock though nobody launches it. It is told to disarm. \
        | when it has been disarmed for 1 min
        SENSOR.implausible | Readings of a sensor are out of range, change faster than they can, or stand still. \
        They are not believed. | when they have been believed for 10 min
        WEATHER.wind-contradicted | The wind that the dock measures and the wind that the vehicle reckons are too \
        far apart to be both true. | when they have agreed for 1 min
        SENSOR.unusual | The detector finds a signal not as it usually is. It advises: no gate asks it and nothing \
        is held. | when the signal is usual again
        LINK.order-unanswered | A write to the hardware had no answer within `deadlines.answer`. | with a reset
        CLOCK.jumped | The wall clock jumped by more than 2 s against the boot clock. | when it has been steady for \
        1 min
        GNSS.degraded | In flight without a usable fix. | when the fix is back, or the vehicle home
        FENCE.breached | The vehicle says that it left its fence. | when it is inside again, or home
        PROPULSION.hardware-fault | The vehicle reports a fault of its own hardware in flight. | when the vehicle no \
        longer reports it, or is home
        NAV.return-failed | The vehicle was called home and does not come nearer. | when it comes nearer, or is home
        POWER.mains-lost | The mains are away. | when they are back
        SECURITY.intrusion | The cover of an idle dock went from closed to open, and nobody the dock knows of opened \
        it. A slow prying is told as `COVER.left-open`. | with a reset
        PAYLOAD.hot-spot-major | Enough pictures of a flight show a spot above the gravest limit of its schedule. | \
        when a later flight sees the place cool
        PAYLOAD.hot-spot | Enough pictures of a flight show a spot from the class on that the schedule mails. | when \
        a later flight sees the place cool
        PAYLOAD.warm-spot | A slight spot, or one that too few pictures show: for the digest. | when a later flight \
        sees the place cool
        PAYLOAD.pictures-lacking | Pictures of a flight could not be read, or none came within a day. | with the \
        next flight whose pictures are lacking
        PAYLOAD.map-ready | The map of a flight is there and good. It is mailed although it is no trouble: its \
        schedule asked for it. | at once
        PAYLOAD.map-doubtful | The map of a flight is there, and something about it could not be judged. It is \
        mailed: its schedule asked for it. | at once
        PAYLOAD.map-refly | A figure of the map is beyond its limit. | with the schedule's next map
        PAYLOAD.map-failed | The map server failed, was away for `patience`, or stood still. | with the schedule's \
        next map
        MAIL.unaccounted | Mails that wait, were sent or were given up are not all that were created. | when they \
        add up
        MAIL.heartbeat-missing | No server took the last digest within `deadlines.heartbeat`. | when a server takes \
        it
        STORE.restored | The dock's store was torn at the start; the newest good copy took its place, and no \
        schedule flies that day. The detail says what is lost. | with the end of a day 12 h later or more, or with a \
        reset
        STORE.not-copied | No copy of the dock's store was made for three days. The detail says when the last one was. \
        | with the next copy
        CONFIG.invariant-broken | A safety rule did not hold: a mistake in Roost. Phase `fault`, unless in the air. \
        | not by itself
        """
}
