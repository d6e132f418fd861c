// SPDX-License-Identifier: Apache-2.0
// Finds the records of a FLIR file (FFF), alone or joined out of a JPEG: the raw picture, the camera's parameters and
// its place. It computes nothing.

/// The records of a FLIR file.
struct FLIRStream {
    /// The raw picture.
    let raw: Octets
    /// The camera's parameters.
    let camera: Octets
    /// The camera's satellite fix.
    let place: Octets?

    static func isFLIR(_ bytes: Octets) -> Bool {
        bytes.holds(Array("FFF\0".utf8), at: 0) || bytes.holds(Array("AFF\0".utf8), at: 0)
    }

    init(_ stream: Octets) throws(ThermalError) {
        guard Self.isFLIR(stream) else {
            throw .damaged(what: "the FLIR data does not begin with its mark FFF", at: 0)
        }
        guard let order = Self.order(stream) else {
            throw .damaged(what: "the FLIR header has no version from 100 to 199", at: 20)
        }
        guard let directory = stream.offset(24, order), let entries = stream.offset(28, order) else {
            throw .cut(what: "the FLIR header", at: stream.count)
        }
        guard entries <= ThermalLimit.directoryEntries else {
            throw .damaged(what: "the FLIR directory has \(entries) entries", at: 28)
        }
        guard let table = stream.window(directory, entries * 32) else {
            throw .cut(what: "the FLIR directory of \(entries) entries at \(directory)", at: stream.count)
        }
        var found: [UInt16: Octets] = [:]
        for entry in 0..<entries {
            guard let kind = table.word(32 * entry, order), Self.wanted.contains(kind), found[kind] == nil,
                let at = table.offset(32 * entry + 12, order),
                let length = table.offset(32 * entry + 16, order),
                length > 0
            else { continue }
            guard let record = stream.window(at, length) else {
                let what = "FLIR record \(kind) of \(length) bytes at \(at)"
                if kind == 0x2B { continue }
                throw .cut(what: what, at: stream.count)
            }
            found[kind] = record
        }
        guard let raw = found[0x01] else {
            throw .notRadiometric(
                because: "the FLIR data holds no raw thermal picture; set the camera to radiometric JPEG")
        }
        guard let camera = found[0x20] else {
            throw .notRadiometric(because: "the FLIR data holds no camera parameters (Planck constants)")
        }
        self.raw = raw
        self.camera = camera
        place = found[0x2B]
    }

    /// Raw picture, camera parameters, satellite fix.
    private static let wanted: Set<UInt16> = [0x01, 0x20, 0x2B]

    /// The order of the directory's bytes is the one in which the version makes sense.
    private static func order(_ stream: Octets) -> ByteOrder? {
        for order in [ByteOrder.bigEndian, .littleEndian] {
            if let version = stream.long(20, order), (100..<200).contains(version) { return order }
        }
        return nil
    }

    /// The order of a record's bytes is the one in which its first number is 2.
    static func order(of record: Octets) -> ByteOrder? {
        if record.word(0, .littleEndian) == 2 { return .littleEndian }
        if record.word(0, .bigEndian) == 2 { return .bigEndian }
        return nil
    }
}
