// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for hardware profiles and their vectors: octets as a file. A file that is refused names
// places; one that loads can be planned, decoded, written and moved without a trap, within its own limits.
// `Scripts/fuzz-readers` builds and runs it; SwiftPM does not know it.

import DockModel
import Glibc
import Registers
import Settings

/// A good profile for vectors to be run against.
private let device = DeviceProfile(
    id: "fuzz",
    variants: [ProfileVariant(name: "v", points: [PointOverride(point: "b", scale: 2)])],
    points: [
        PointProfile(
            id: "a", fn: .input, address: 0, type: .s16, scale: 0.1, nan: [0x7FFF], enumeration: [1: "x"]),
        PointProfile(id: "b", fn: .input, address: 1, type: .f32, wordOrder: .little),
        PointProfile(id: "c", fn: .input, address: 3, type: .string, count: 2),
        PointProfile(id: "d", fn: .coil, address: 0, type: .bool),
    ])

/// Runs one input; files that begin with `profile:` are vectors.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    do throws(SettingsError) {
        if octets.starts(with: Array("profile:".utf8)) {
            let outcome = try VectorFile.run(octets, of: device, file: "f")
            must(outcome.vectors >= 0 && outcome.comparisons >= 0, "a run without sense")
        } else {
            try check(ProfileFile.profile(from: octets, file: "f"), octets)
        }
    } catch {
        must(
            error.problems.allSatisfy { $0.place.line >= 1 && $0.place.column >= 1 && !$0.message.isEmpty },
            "a problem without a place")
    }
    return 0
}

private func check(_ profile: DeviceProfile, _ octets: [UInt8]) {
    must(profile.problems().isEmpty, "a profile with problems was loaded")
    use(profile, octets)
    for variant in profile.variants {
        guard let changed = profile.applying(variant: variant.name) else {
            must(false, "a variant is lost")
            continue
        }
        use(changed, octets)
    }
    use(profile.moved(by: Int(octets.last ?? 0) * 300 - 30_000), octets)
    if var walk = ModelWalk(profile: profile) {
        for octet in octets.prefix(200) { walk.note(octet == 0 ? nil : [UInt16(octet), UInt16(octet &* 3)]) }
    }
}

private func use(_ profile: DeviceProfile, _ octets: [UInt8]) {
    let plan = profile.readPlan(for: Set(PollClass.allCases))
    for request in plan {
        let most = request.table.isBits ? profile.limits.maxBits : profile.limits.maxRegs
        must(request.count >= 1 && request.count <= most, "\(request) is outside the limits")
        must(request.address >= 0 && request.address + request.count <= 65_536, "\(request) leaves the table")
        for point in profile.points
        where point.fn == request.table && point.write == .never && (0..<65_536).contains(point.address) {
            let span = request.address..<(request.address + request.count)
            must(!point.addresses.overlaps(span), "\(request) touches \(point.id)")
        }
        let words = (0..<request.count).map { UInt16(octets[$0 % octets.count]) &* 257 }
        for (point, decoded) in profile.decodedPoints(of: request, words: words) {
            must(decoded.value?.number.map(\.isFinite) ?? true, "\(point.id) is \(decoded)")
            _ = point.meaning(ofRaw: decoded.raw)
            _ = point.encodeSaturating(decoded.value, scaleExponent: 0)
        }
        _ = profile.singles(of: request)
    }
    for point in profile.points {
        let value = ReadingValue.number(Double(octets.first ?? 0) - 100)
        // A refusal is as good as a write: only a trap would be wrong.
        guard let write = try? profile.checkedWrite(point.id, value) else { continue }
        must(write.words.count == point.width, "\(write)")
        // A profile moved out of the table is stopped here, before any octet.
        let isInTable = point.address >= 0 && point.address + point.width <= 65_536
        must((ModbusRequest(unit: 1, write: write) != nil) == isInTable, "\(write)")
    }
}

private func must(_ isTrue: Bool, _ what: @autoclosure () -> String) {
    guard !isTrue else { return }
    let octets = Array("broken: \(what())\n".utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
