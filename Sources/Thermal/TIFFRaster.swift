// SPDX-License-Identifier: Apache-2.0
// Reads the counts of a TIFF picture of one 16-bit channel: strips or tiles, packed or not, either byte order, with or
// without the horizontal predictor. A picture of colours or of other numbers is refused by what it is.

/// A 16-bit grey TIFF.
enum TIFFRaster {
    /// Numbers of the tags.
    private enum Tag {
        static let width: UInt16 = 256, height: UInt16 = 257, bits: UInt16 = 258, compression: UInt16 = 259
        static let photometric: UInt16 = 262, fillOrder: UInt16 = 266, channels: UInt16 = 277
        static let stripPlaces: UInt16 = 273, rowsOfStrip: UInt16 = 278, stripBytes: UInt16 = 279
        static let predictor: UInt16 = 317, tileWidth: UInt16 = 322, tileHeight: UInt16 = 323
        static let tilePlaces: UInt16 = 324, tileBytes: UInt16 = 325, format: UInt16 = 339
    }

    /// Finds the first directory with a 16-bit grey picture.
    static func directory(_ file: Octets) throws(ThermalError) -> TIFFDirectory {
        guard let first = TIFFDirectory(first: file) else {
            throw .cut(what: "the first directory of the TIFF", at: 4)
        }
        guard first.has(Tag.width), first.has(Tag.height) else {
            throw .damaged(
                what: "the TIFF's first directory has no picture", at: file.offset(4, first.order) ?? 4)
        }
        var directory = first
        for _ in 0..<ThermalLimit.directories {
            if misfit(directory) == nil { return directory }
            guard let next = directory.next, let following = TIFFDirectory(file, at: next, directory.order)
            else { break }
            directory = following
        }
        throw .notRadiometric(because: misfit(first) ?? "the TIFF has no 16-bit grey picture")
    }

    /// Why a directory's picture cannot hold counts.
    private static func misfit(_ directory: TIFFDirectory) -> String? {
        let channels = directory.number(Tag.channels) ?? 1, bits = directory.number(Tag.bits) ?? 1
        let format = directory.number(Tag.format) ?? 1
        guard channels == 1 else {
            return "the TIFF has \(channels) channels of colour, where counts have one"
        }
        guard bits == 16 else { return "the TIFF has \(bits)-bit greys, where counts have 16 bits" }
        guard format == 1 else {
            return "the TIFF's numbers are no unsigned counts (sample format \(format))"
        }
        let photometric = directory.number(Tag.photometric) ?? 1
        guard photometric == 1 else {
            return "the TIFF's greys do not rise with the counts (photometric interpretation \(photometric))"
        }
        return nil
    }

    /// How the picture is cut into strips or tiles.
    private struct Layout {
        var pieceWidth: Int
        var pieceHeight: Int
        var places: [Int]
        var lengths: [Int]
        var isTiled: Bool
    }

    /// Reads the counts.
    static func read(_ directory: TIFFDirectory) throws(ThermalError) -> Raster {
        guard let width = directory.number(Tag.width), let height = directory.number(Tag.height) else {
            throw .damaged(what: "the TIFF does not say its size", at: 8)
        }
        try Raster.check(width: width, height: height, at: 8)
        let compression = directory.number(Tag.compression) ?? 1,
            predictor = directory.number(Tag.predictor) ?? 1
        guard TIFFUnpack.known.contains(compression) else {
            throw .notSupported(
                what: "TIFF compression \(compression); export without compression or with LZW")
        }
        guard
            predictor == 1 || predictor == 2 && compression != 1 && compression != 32_773 || compression == 1
        else {
            throw .notSupported(what: "TIFF predictor \(predictor); export without it")
        }
        guard directory.number(Tag.fillOrder) ?? 1 == 1 else {
            throw .notSupported(what: "a TIFF with reversed bits; export with fill order 1")
        }
        let layout = try layout(directory, width: width, height: height)
        let across = (width + layout.pieceWidth - 1) / layout.pieceWidth
        var counts = [UInt16](repeating: 0, count: width * height)
        for piece in layout.places.indices {
            let left = piece % across * layout.pieceWidth, top = piece / across * layout.pieceHeight
            // The last strip ends with the picture; a tile is always whole.
            let rows = layout.isTiled ? layout.pieceHeight : min(layout.pieceHeight, height - top)
            guard let packed = directory.file.window(layout.places[piece], layout.lengths[piece]) else {
                throw .cut(what: "strip \(piece) of the TIFF", at: layout.places[piece])
            }
            let size = 2 * layout.pieceWidth * rows
            guard let bytes = TIFFUnpack.bytes(packed, compression: compression, size: size),
                let values = Octets(bytes).words(0, count: layout.pieceWidth * rows, directory.order)
            else {
                throw .damaged(
                    what: "strip \(piece) of the TIFF does not give \(size) bytes", at: layout.places[piece])
            }
            for row in 0..<min(rows, height - top) {
                let source = row * layout.pieceWidth, target = (top + row) * width + left
                var sum: UInt16 = 0
                for column in 0..<min(layout.pieceWidth, width - left) {
                    let value = values[source + column]
                    sum = predictor == 2 && compression != 1 ? sum &+ value : value
                    counts[target + column] = sum
                }
            }
        }
        return Raster(width: width, height: height, counts: counts)
    }

    private static func layout(
        _ directory: TIFFDirectory, width: Int, height: Int
    ) throws(ThermalError) -> Layout {
        var layout: Layout
        if let tileWidth = directory.number(Tag.tileWidth), let tileHeight = directory.number(Tag.tileHeight)
        {
            layout = Layout(
                pieceWidth: tileWidth, pieceHeight: tileHeight,
                places: directory.numbers(Tag.tilePlaces) ?? [],
                lengths: directory.numbers(Tag.tileBytes) ?? [], isTiled: true)
            try Raster.check(width: tileWidth, height: tileHeight, at: 8)
        } else {
            let rows = directory.number(Tag.rowsOfStrip) ?? height
            layout = Layout(
                pieceWidth: width, pieceHeight: min(rows, height),
                places: directory.numbers(Tag.stripPlaces) ?? [],
                lengths: directory.numbers(Tag.stripBytes) ?? [], isTiled: false)
            guard rows > 0 else { throw .damaged(what: "a strip of the TIFF has no rows", at: 8) }
            // Old programs leave the lengths out of a plain picture of one strip.
            if layout.lengths.isEmpty, layout.places.count == 1, directory.number(Tag.compression) ?? 1 == 1 {
                layout.lengths = [2 * width * height]
            }
        }
        let across = (width + layout.pieceWidth - 1) / layout.pieceWidth
        let down = (height + layout.pieceHeight - 1) / layout.pieceHeight
        guard layout.places.count == across * down, layout.lengths.count == across * down else {
            let what = "the TIFF lists \(layout.places.count) pieces, its size needs \(across * down)"
            throw .damaged(what: what, at: 8)
        }
        return layout
    }
}
