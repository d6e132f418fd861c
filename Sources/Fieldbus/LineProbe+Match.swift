// SPDX-License-Identifier: Apache-2.0
// Whether the device at an address can be the one of a profile, for a scan. It reads identity points, or every point
// of a profile without identity; it never writes and never reads what the profile does not name.

internal import DockModel
public import Registers

/// Whether a device is the one of a profile.
public enum ProfileMatch: Sendable, Equatable {
    /// It shows the profile's identity.
    case yes
    /// The profile has no identity; every point was read and fits.
    case perhaps
    /// It is another device, or none.
    case no
}

extension LineProbe {
    /// Compares the device of a unit with a profile; one that answers under another unit id is taken at the id that
    /// the profile names.
    public func match(_ profile: DeviceProfile, unit: Int, within timeout: Duration) -> ProfileMatch {
        let hasIdentity = !profile.identity.isEmpty
        let plan =
            hasIdentity
            ? profile.readPlan(of: profile.identity.map(\.point))
            : profile.readPlan(for: Set(PollClass.allCases))
        guard !plan.isEmpty, profile.discovery == nil else { return .no }
        let replyUnit = profile.transport.replyUnit(to: unit)
        var readings: [Reading] = []
        for planned in plan {
            guard let request = ModbusRequest(unit: unit, replyUnit: replyUnit, read: planned),
                let words = ask(request, within: timeout).outcome.words
            else { return .no }
            readings += profile.readings(
                of: planned, words: words, device: DeviceID(profile.id), at: Instant(nanoseconds: 0))
        }
        if hasIdentity { return profile.identityFault(in: readings) == nil ? .yes : .no }
        let fits: Set<ReadingQuality> = [.good, .badSentinel]
        return readings.allSatisfy { fits.contains($0.quality) } ? .perhaps : .no
    }
}
