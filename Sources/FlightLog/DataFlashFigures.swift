// SPDX-License-Identifier: Apache-2.0
// What is gathered from the records of a DataFlash log. Times are microseconds of the vehicle's clock; a value that
// the firmware marks as unknown (NaN) stays unknown.

/// ArduPilot's numbers of events.
enum DataFlashEvent {
    static let armed: Set<Int64> = [10, 15]
    static let disarmed: Int64 = 11
    static let landed: Set<Int64> = [17, 18]
    static let notLanded: Int64 = 28
}

/// Everything gathered from records.
struct DataFlashFigures {
    private(set) var gps = Instances<SatelliteGather>()
    private(set) var battery = Instances<BatteryGather>()
    private(set) var vibration = VibrationGather()
    private(set) var controlAltitude = Extent()
    private(set) var modes = BoundedList<TimedValue>()
    private(set) var events = BoundedList<TimedValue>()
    private(set) var errors = BoundedList<TimedPair>()
    /// Errors that began; a code of 0 says that one is over.
    private(set) var errorCount = 0
    private(set) var arms = BoundedList<TimedValue>()
    private(set) var texts = BoundedList<TimedText>()
    private(set) var armed = BoundedList<UInt64>()
    private(set) var disarmed = BoundedList<UInt64>()
    private(set) var notLanded = BoundedList<UInt64>()
    private(set) var landed = BoundedList<UInt64>()
    private(set) var parameters = NameSet()
    private(set) var eventFlights = Flights()
    private(set) var stateFlights = Flights()
    private(set) var firmware: String?
    private var flying = Changes()

    mutating func take(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan]) {
        let time = record.microseconds
        switch record.plan.kind {
        case .other, .format: break
        case .gps: takeFix(bytes, record, fields)
        case .gpsAccuracy: takeAccuracy(bytes, record, fields)
        case .battery: takeBattery(bytes, record, fields)
        case .mode:
            if let mode = integer(bytes, record, fields, 0) {
                modes.append(TimedValue(microseconds: time, value: mode))
            }
        case .event:
            if let event = integer(bytes, record, fields, 0) { takeEvent(event, time) }
        case .error:
            guard let subsystem = integer(bytes, record, fields, 0),
                let code = integer(bytes, record, fields, 1)
            else { return }
            if code != 0 { errorCount += 1 }
            errors.append(TimedPair(microseconds: time, first: subsystem, second: code))
        case .arm:
            if let state = integer(bytes, record, fields, 0) {
                arms.append(TimedValue(microseconds: time, value: state))
            }
        case .text:
            let text = LogText.fixedWidth(field(bytes, record, fields, 0))
            if firmware == nil, Self.isFirmware(text) { firmware = text }
            texts.append(TimedText(microseconds: time, text: text))
        case .parameter:
            let plan = fields[record.plan.firstField]
            guard plan.isPresent else { return }
            let start = record.body + Int(plan.offset)
            var end = start
            while end < start + record.plan.textWidth, bytes.byte(end) != 0 { end += 1 }
            parameters.insert(NameHash(bytes, from: start, to: end), limit: FlightLogLimit.parameters)
        case .controlTuning: controlAltitude.take(number(bytes, record, fields, 0))
        case .vibration: takeVibration(bytes, record, fields)
        case .flyingState:
            guard let value = integer(bytes, record, fields, 0), flying.take(time, value) else { return }
            if value == 0 { stateFlights.touchedGround(at: time) } else { stateFlights.leftGround(at: time) }
        }
    }

    private mutating func takeEvent(_ event: Int64, _ time: UInt64) {
        events.append(TimedValue(microseconds: time, value: event))
        if DataFlashEvent.armed.contains(event) { armed.append(time) }
        if event == DataFlashEvent.disarmed { disarmed.append(time) }
        if event == DataFlashEvent.notLanded {
            notLanded.append(time)
            eventFlights.leftGround(at: time)
        }
        if DataFlashEvent.landed.contains(event) {
            landed.append(time)
            eventFlights.touchedGround(at: time)
        }
    }

    private mutating func takeFix(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan]) {
        let utc: Int64? =
            if let week = integer(bytes, record, fields, 7),
                let milliseconds = integer(bytes, record, fields, 8)
            {
                Calendar.microseconds(gpsWeek: week, milliseconds: milliseconds)
            } else { nil }
        let sample = FixSample(
            time: record.microseconds, fix: integer(bytes, record, fields, 0) ?? 0,
            latitude: place(bytes, record, fields, 1),
            longitude: place(bytes, record, fields, 2), altitude: place(bytes, record, fields, 3),
            satellites: number(bytes, record, fields, 4), hdop: number(bytes, record, fields, 5),
            speed: number(bytes, record, fields, 6),
            // A record without a time of the log cannot set the clock.
            utcMicroseconds: record.plan.clock == .none ? nil : utc)
        guard
            let slot = gps.open(instance(bytes, record, fields, 9), SatelliteGather())
        else { return }
        gps.take(slot) { $0.take(sample, isDoubtful: record.isDoubtful) }
    }

    private mutating func takeAccuracy(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan]) {
        let values = (
            number(bytes, record, fields, 0), number(bytes, record, fields, 1),
            number(bytes, record, fields, 2)
        )
        guard
            let slot = gps.list.firstIndex(where: { [id = instance(bytes, record, fields, 3)] in
                $0.instance == id
            })
        else {
            return
        }
        gps.take(slot) {
            $0.horizontalAccuracy.take(values.0)
            $0.verticalAccuracy.take(values.1)
            $0.speedAccuracy.take(values.2)
        }
    }

    private mutating func takeBattery(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan]) {
        guard let slot = battery.open(instance(bytes, record, fields, 5), BatteryGather()) else { return }
        let volts = number(bytes, record, fields, 0), amperes = number(bytes, record, fields, 1)
        let consumed = number(bytes, record, fields, 2), percent = number(bytes, record, fields, 3)
        let celsius = number(bytes, record, fields, 4)
        battery.take(slot) {
            $0.take(
                volts: volts, amperes: amperes, consumed: consumed, remaining: percent / 100,
                celsius: celsius != 0 ? celsius : .nan)
        }
    }

    private mutating func takeVibration(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan]) {
        vibration.x.take(number(bytes, record, fields, 0))
        vibration.y.take(number(bytes, record, fields, 1))
        vibration.z.take(number(bytes, record, fields, 2))
        guard !record.isDoubtful else { return }
        let sensor = integer(bytes, record, fields, 6) ?? 0
        for index in 0..<3 {
            guard let count = integer(bytes, record, fields, 3 + index) else { continue }
            vibration.takeClips(
                sensor: fields[record.plan.firstField + 6].isPresent ? sensor : Int64(index), count)
        }
    }

    /// Whether a text names the firmware, as ArduPilot's first text does.
    private static func isFirmware(_ text: String) -> Bool {
        text.contains(" V")
            && ["Copter", "Plane", "Rover", "Sub", "Tracker", "Blimp"].contains { text.contains($0) }
    }

    private func number(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan], _ index: Int)
        -> Double
    {
        record.isDoubtful ? .nan : place(bytes, record, fields, index)
    }

    /// A number even of a doubtful record.
    private func place(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan], _ index: Int)
        -> Double
    {
        fields[record.plan.firstField + index].number(bytes, record.body)
    }

    private func integer(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan], _ index: Int)
        -> Int64?
    {
        fields[record.plan.firstField + index].integer(bytes, record.body)
    }

    private func instance(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan], _ index: Int)
        -> UInt8
    {
        UInt8(truncatingIfNeeded: integer(bytes, record, fields, index) ?? 0)
    }

    /// The bytes of a field of text.
    private func field(_ bytes: RawSpan, _ record: DataFlashRecord, _ fields: [FieldPlan], _ index: Int)
        -> [UInt8]
    {
        let plan = fields[record.plan.firstField + index]
        guard plan.isPresent else { return [] }
        let start = record.body + Int(plan.offset)
        return bytes.copied(from: start, to: start + record.plan.textWidth)
    }
}
