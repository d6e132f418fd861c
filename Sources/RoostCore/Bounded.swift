// SPDX-License-Identifier: Apache-2.0
// Brings what reaches the core into a range in which no sum of two instants can overflow and no text can swell the
// state. Real clocks and reports pass unchanged; absurd ones are cut, or count as not told.

internal import DockModel

extension Instant {
    /// The longest boot time the core reckons with, 73 years: the difference of two such instants fits in 64 bits.
    private static let longest = Int64(1) << 61

    /// This instant, within 73 years of the clock's origin.
    var bounded: Instant { Instant(nanoseconds: min(max(nanoseconds, -Self.longest), Self.longest)) }
}

extension WallTime {
    /// The end of the year 9999.
    private static let last = Int64(253_402_300_799_999)

    /// This time, between 1970 and 9999.
    var bounded: WallTime { WallTime(milliseconds: min(max(milliseconds, 0), Self.last)) }
}

extension Moment {
    /// This moment, with both clocks in the range that the core reckons with.
    var bounded: Moment { Moment(boot: boot.bounded, wall: wall.bounded, isWallTrusted: isWallTrusted) }
}

extension DueMission {
    /// This run, with its times in the range that the core reckons with.
    var bounded: DueMission {
        DueMission(
            id: id.cut(to: 120), schedule: schedule, plan: plan.cut(to: 120), due: due.bounded, latest: latest.bounded,
            terms: terms?.bounded)
    }
}

extension String {
    /// The beginning of a text from outside: long enough to explain, too short to swell the state.
    var bounded: String { cut(to: 200) }

    /// At most so many octets of UTF-8; no character is cut in two.
    func cut(to octets: Int) -> String {
        guard utf8.count > octets else { return self }
        var kept = "", left = octets
        for character in self {
            left -= character.utf8.count
            guard left >= 0 else { break }
            kept.append(character)
        }
        return kept
    }
}

extension VehicleUpdate {
    /// This report with every number that cannot be one left out.
    var believable: VehicleUpdate {
        var update = self
        update.battery = battery.flatMap { $0.value >= 0 && $0.value <= 100 ? $0 : nil }
        update.batteryVoltage = batteryVoltage.flatMap { $0.value.isFinite ? $0 : nil }
        update.height = height.flatMap { $0.value.isFinite ? $0 : nil }
        update.distance = distance.flatMap { $0.value.isFinite ? $0 : nil }
        update.east = east.flatMap { abs($0.value) < 1e7 ? $0 : nil }
        update.north = north.flatMap { abs($0.value) < 1e7 ? $0 : nil }
        update.packTemperature = packTemperature.flatMap { abs($0.value) < 200 ? $0 : nil }
        update.travelled = travelled.flatMap { $0.value.isFinite ? $0 : nil }
        update.troubles = troubles.map { $0.prefix(VehicleTrouble.most).map(\.bounded) }
        update.reachedItem = reachedItem.flatMap { $0 >= -1 && $0 <= 1_000_000 ? $0 : nil }
        return update
    }
}
