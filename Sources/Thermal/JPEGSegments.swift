// SPDX-License-Identifier: Apache-2.0
// Walks the markers of a JPEG up to its picture and keeps the segments that thermal cameras use. The visible picture is
// never decoded: its colours are no temperatures.

/// The segments of a JPEG that say something about temperatures.
struct JPEGSegments {
    /// One part of a FLIR stream.
    struct FLIRPart {
        var index: Int
        var last: Int
        var content: Octets
        var at: Int
    }

    private(set) var flirParts: [FLIRPart] = []
    private(set) var exif: Octets?
    private(set) var xmp: Octets?
    /// The bodies of all APP3 segments: DJI's cameras put their counts there.
    private(set) var countParts: [Octets] = []
    /// The first APP4 segment: DJI's cameras put a mark of the kind there.
    private(set) var mark: Octets?
    /// Width and height of the visible picture.
    private(set) var visible: (width: Int, height: Int)?

    static func isJPEG(_ file: Octets) -> Bool { file.holds([0xFF, 0xD8, 0xFF], at: 0) }

    init(_ file: Octets) throws(ThermalError) {
        var at = 2
        while true {
            guard file.byte(at) == 0xFF else {
                if file.byte(at) == nil { throw .cut(what: "the JPEG's list of segments", at: at) }
                throw .damaged(what: "no JPEG marker where the next segment begins", at: at)
            }
            while file.byte(at) == 0xFF { at += 1 }
            guard let marker = file.byte(at) else { throw .cut(what: "the JPEG's list of segments", at: at) }
            at += 1
            // The picture itself, or the end: nothing of ours follows.
            if marker == 0xDA || marker == 0xD9 { return }
            if marker == 0x01 || (0xD0...0xD8).contains(marker) { continue }
            guard let length = file.word(at, .bigEndian) else {
                throw .cut(what: "the length of JPEG segment \(Self.name(marker))", at: at)
            }
            guard length >= 2 else {
                throw .damaged(what: "JPEG segment \(Self.name(marker)) has length \(length)", at: at)
            }
            guard let body = file.window(at + 2, Int(length) - 2) else {
                throw .cut(what: "JPEG segment \(Self.name(marker)) of \(length) bytes", at: at)
            }
            take(body, marker: marker, at: at)
            at += Int(length)
        }
    }

    private mutating func take(_ body: Octets, marker: UInt8, at: Int) {
        switch marker {
        case 0xE1 where body.holds(Array("FLIR\0".utf8), at: 0):
            guard let index = body.byte(6), let last = body.byte(7), let content = body.window(from: 8) else {
                return
            }
            flirParts.append(FLIRPart(index: Int(index), last: Int(last), content: content, at: at))
        case 0xE1 where body.holds(Array("Exif\0\0".utf8), at: 0):
            if exif == nil { exif = body.window(from: 6) }
        case 0xE1 where body.holds(Array("http://ns.adobe.com/xap/1.0/\0".utf8), at: 0):
            if xmp == nil { xmp = body.window(from: 29) }
        case 0xE3: countParts.append(body)
        case 0xE4: if mark == nil { mark = body }
        // Start of a frame; C4, C8 and CC are tables.
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
            guard let height = body.word(1, .bigEndian), let width = body.word(3, .bigEndian) else { return }
            visible = (Int(width), Int(height))
        default: break
        }
    }

    private static func name(_ marker: UInt8) -> String {
        (0xE0...0xEF).contains(marker)
            ? "APP\(marker - 0xE0)" : "0xFF\(String(marker, radix: 16, uppercase: true))"
    }

    /// Joins the parts of the FLIR stream, in whatever order they stand. A second stream behind a whole one is left
    /// out.
    func flirStream() throws(ThermalError) -> [UInt8] {
        guard let first = flirParts.first else { return [] }
        // Some programs write zero as the count of parts; then the parts are as many as there are.
        if flirParts.allSatisfy({ $0.last == 0 }) {
            let ordered = flirParts.enumerated().sorted {
                ($0.element.index, $0.offset) < ($1.element.index, $1.offset)
            }
            return ordered.reduce(into: []) { $0 += $1.element.content.slice }
        }
        var places = [FLIRPart?](repeating: nil, count: first.last + 1)
        var missing = places.count
        for part in flirParts where missing > 0 {
            guard part.last == first.last, part.index <= part.last else {
                let what = "FLIR part \(part.index) of \(part.last) does not fit the others, of \(first.last)"
                throw .damaged(what: what, at: part.at)
            }
            if let known = places[part.index] {
                guard known.content.slice.elementsEqual(part.content.slice) else {
                    throw .damaged(
                        what: "FLIR part \(part.index) is there twice, with two contents", at: part.at)
                }
                continue
            }
            places[part.index] = part
            missing -= 1
        }
        if let hole = places.firstIndex(where: { $0 == nil }) {
            throw .damaged(what: "FLIR part \(hole) of \(first.last) is missing", at: first.at)
        }
        return places.reduce(into: []) { stream, part in
            if let part { stream += part.content.slice }
        }
    }
}
