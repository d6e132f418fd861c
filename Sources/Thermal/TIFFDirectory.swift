// SPDX-License-Identifier: Apache-2.0
// Reads the directories of a TIFF file: numbers by their tag, in both byte orders. A TIFF picture, the EXIF data of a
// JPEG and the satellite fix inside of both are such directories.

/// One directory of a TIFF file.
struct TIFFDirectory {
    /// A number of a tag as it stands there.
    private struct Entry {
        var kind: UInt16
        var count: Int
        /// Where its four bytes stand: the value, or the place of the values.
        var at: Int
    }

    let file: Octets
    let order: ByteOrder
    /// Where the next directory stands; nil at the end.
    let next: Int?
    private let entries: [UInt16: Entry]

    /// The order of a TIFF file's bytes; nil when it is no TIFF file.
    static func order(of file: Octets) -> ByteOrder? {
        if file.holds(Array("II*\0".utf8), at: 0) { return .littleEndian }
        if file.holds([0x4D, 0x4D, 0, 0x2A], at: 0) { return .bigEndian }
        return nil
    }

    /// Whether it is a TIFF file of 64-bit offsets.
    static func isBig(_ file: Octets) -> Bool {
        file.holds([0x49, 0x49, 0x2B, 0], at: 0) || file.holds([0x4D, 0x4D, 0, 0x2B], at: 0)
    }

    /// The first directory; nil when the file is no TIFF file or ends before.
    init?(first file: Octets) {
        guard let order = Self.order(of: file), let at = file.offset(4, order) else { return nil }
        self.init(file, at: at, order)
    }

    /// The directory at a place; nil when it is not wholly inside of the file.
    init?(_ file: Octets, at: Int, _ order: ByteOrder) {
        guard at >= 8, let count = file.word(at, order).map(Int.init), count <= ThermalLimit.directoryEntries,
            file.window(at, 2 + 12 * count) != nil
        else { return nil }
        var entries: [UInt16: Entry] = [:]
        for index in 0..<count {
            let place = at + 2 + 12 * index
            guard let tag = file.word(place, order), let kind = file.word(place + 2, order),
                let values = file.offset(place + 4, order), entries[tag] == nil
            else { continue }
            entries[tag] = Entry(kind: kind, count: values, at: place + 8)
        }
        self.file = file
        self.order = order
        self.entries = entries
        next = file.offset(at + 2 + 12 * count, order).flatMap { $0 == 0 ? nil : $0 }
    }

    /// Whether a tag is there.
    func has(_ tag: UInt16) -> Bool { entries[tag] != nil }

    /// The whole numbers of a tag; nil when it is not there, of another type, or not wholly inside of the file.
    func numbers(_ tag: UInt16) -> [Int]? {
        guard let entry = entries[tag], let values = bytes(of: entry) else { return nil }
        switch entry.kind {
        case 1, 7: return values.slice.map(Int.init)
        case 3: return (0..<entry.count).compactMap { values.word(2 * $0, order).map(Int.init) }
        case 4, 13: return (0..<entry.count).compactMap { values.offset(4 * $0, order) }
        default: return nil
        }
    }

    /// The only number of a tag, or the first.
    func number(_ tag: UInt16) -> Int? { numbers(tag)?.first }

    /// Fractions of a tag; a fraction over zero is nil.
    func fractions(_ tag: UInt16) -> [Double?]? {
        guard let entry = entries[tag], entry.kind == 5, let values = bytes(of: entry) else { return nil }
        return (0..<entry.count).map { index in
            guard let above = values.long(8 * index, order), let below = values.long(8 * index + 4, order),
                below > 0
            else { return nil }
            return Double(above) / Double(below)
        }
    }

    /// The text of a tag; empty when there is none.
    func text(_ tag: UInt16) -> String {
        guard let entry = entries[tag], entry.kind == 2, let values = bytes(of: entry) else { return "" }
        return values.text(0, min(values.count, 256))
    }

    /// The bytes of a tag, whatever their type.
    func octets(_ tag: UInt16) -> Octets? { entries[tag].flatMap(bytes) }

    /// The directory that a tag points to.
    func directory(_ tag: UInt16) -> TIFFDirectory? {
        number(tag).flatMap { TIFFDirectory(file, at: $0, order) }
    }

    private func bytes(of entry: Entry) -> Octets? {
        let size: Int
        switch entry.kind {
        case 1, 2, 6, 7: size = 1
        case 3, 8: size = 2
        case 4, 9, 11, 13: size = 4
        case 5, 10, 12: size = 8
        default: return nil
        }
        let length = entry.count * size
        if length <= 4 { return file.window(entry.at, length) }
        return file.offset(entry.at, order).flatMap { file.window($0, length) }
    }
}
