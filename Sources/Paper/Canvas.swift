// SPDX-License-Identifier: Apache-2.0
// The one place that draws: sketches onto a cairo surface that writes into memory. The bytes depend on the sketch
// alone, never on the clock or on what was drawn before; every cairo status ends in an error, so no half picture gets
// out.

internal import CCairo
import DockModel

/// What a canvas becomes.
enum CanvasKind: Sendable, Equatable {
    /// Pixels for each point of the page, and the most colours.
    case png(scale: Double, colours: Int)
    case pdf
    case svg
}

/// What a PDF says of itself.
struct PaperProperties: Sendable, Equatable {
    var title: String
    /// When it was made, as the caller says.
    var created: WallTime
}

/// Pages being drawn; used by one thread and finished once.
@safe final class Canvas {
    /// The most pixels of a side.
    static let longestSide = 8_000
    /// Beyond this nothing is on any page; cairo's own numbers end at 8 million.
    private static let farthest = 100_000.0

    private let kind: CanvasKind
    private let width: Double
    private let height: Double
    private let fonts: FontShelf
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let sink: ByteSink

    init(_ kind: CanvasKind, width: Double, height: Double, fonts: FontShelf) throws(PaperError) {
        let scale = if case .png(let scale, _) = kind { scale } else { 1.0 }
        let (columns, rows) = (Self.pixels(width * scale), Self.pixels(height * scale))
        guard columns <= Self.longestSide, rows <= Self.longestSide else {
            throw .tooLarge(width: columns, height: rows, limit: Self.longestSide)
        }
        let sink = ByteSink()
        let surface =
            switch kind {
            case .png: unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
            case .pdf: unsafe cairo_pdf_surface_create_for_stream(ByteSink.write, sink.pointer, width, height)
            case .svg: unsafe cairo_svg_surface_create_for_stream(ByteSink.write, sink.pointer, width, height)
            }
        guard let surface = unsafe surface, let context = unsafe cairo_create(surface) else {
            if let surface = unsafe surface { unsafe cairo_surface_destroy(surface) }
            throw .cairo(step: "surface", reason: "out of memory")
        }
        unsafe (self.surface, self.context) = unsafe (surface, context)
        (self.kind, self.width, self.height) = (kind, width, height)
        (self.fonts, self.sink) = (fonts, sink)
        try check("surface")
        if case .png(let scale, _) = kind { unsafe cairo_scale(context, scale, scale) }
        let options = unsafe FontShelf.makeOptions()
        unsafe cairo_set_font_options(context, options)
        unsafe cairo_font_options_destroy(options)
        unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        try check("fonts")
    }

    deinit {
        unsafe cairo_destroy(context)
        // A stream is written to until the surface is finished; its sink still stands here.
        unsafe cairo_surface_finish(surface)
        unsafe cairo_surface_destroy(surface)
    }

    /// What a PDF says of itself; no other kind has a place for it.
    func describe(_ properties: PaperProperties) throws(PaperError) {
        guard kind == .pdf else { return }
        let created = PaperClock.utcStamp(properties.created)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, properties.title)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Roost")
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, created)
        try check("metadata")
    }

    /// Draws one page on white and ends it.
    func page(_ sketch: Sketch) throws(PaperError) {
        // Beyond the edge: the last pixels may be covered in part only.
        draw(.box(Rect(-2, -2, width + 4, height + 4), fill: .white, stroke: nil))
        for mark in sketch.marks { draw(mark) }
        if kind == .pdf { unsafe cairo_show_page(context) }
        try check("page")
    }

    /// Ends the drawing and hands out its bytes.
    func finish(title: String) throws(PaperError) -> [UInt8] {
        if case .png(let scale, let colours) = kind { return try pngFile(scale: scale, colours: colours) }
        unsafe cairo_surface_finish(surface)
        let status = unsafe cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else { throw .cairo(step: "end", reason: Self.words(status)) }
        return kind == .svg ? SVGText.settled(sink.bytes, title: title) : sink.bytes
    }

    private func pngFile(scale: Double, colours: Int) throws(PaperError) -> [UInt8] {
        unsafe cairo_surface_flush(surface)
        try check("pixels")
        let columns = Int(unsafe cairo_image_surface_get_width(surface))
        let rows = Int(unsafe cairo_image_surface_get_height(surface))
        let stride = Int(unsafe cairo_image_surface_get_stride(surface))
        guard let data = unsafe cairo_image_surface_get_data(surface), stride >= columns * 4 else {
            throw .cairo(step: "pixels", reason: "the surface has none")
        }
        // Four bytes a pixel, in the machine's order; a row may be longer than its pixels.
        let all = unsafe UnsafeRawBufferPointer(start: data, count: stride * rows)
        var pixels: [UInt32] = []
        pixels.reserveCapacity(columns * rows)
        for row in 0..<rows {
            let line = unsafe UnsafeRawBufferPointer(rebasing: all[row * stride..<row * stride + columns * 4])
            unsafe pixels.append(contentsOf: line.bindMemory(to: UInt32.self))
        }
        let pixelsPerMetre = Int((scale * 72 / 0.0254).rounded())
        guard
            let file = PNGFile.bytes(
                pixels: pixels, columns: columns, rows: rows, pixelsPerMetre: pixelsPerMetre, colours: colours
            )
        else { throw .cairo(step: "PNG", reason: "zlib failed") }
        return file
    }

    /// cairo's words for a status.
    static func words(_ status: cairo_status_t) -> String {
        guard let words = unsafe cairo_status_to_string(status) else { return "status \(status.rawValue)" }
        return unsafe String(cString: words)
    }

    private func check(_ step: String) throws(PaperError) {
        let (drawing, output) = unsafe (cairo_status(context), cairo_surface_status(surface))
        for status in [drawing, output] where status != CAIRO_STATUS_SUCCESS {
            throw .cairo(step: step, reason: Self.words(status))
        }
        try fonts.check()
    }

    private static func pixels(_ length: Double) -> Int {
        guard length.isFinite, length > 0 else { return length > 0 ? Int(Int32.max) : 1 }
        return Int(min(length.rounded(.up), Double(Int32.max)))
    }

    private func draw(_ mark: Mark) {
        switch mark {
        case .line(let points, let ink, let width, let dash, let clip):
            within(clip) {
                trace(points)
                stroke(ink, width: width, dash: dash)
            }
        case .area(let points, let ink, let clip):
            within(clip) {
                trace(points)
                unsafe cairo_close_path(context)
                fill(ink)
            }
        case .box(let rect, let inside, let edge):
            if let inside {
                path(rect)
                fill(inside)
            }
            if let edge {
                path(rect)
                stroke(edge, width: 0.8, dash: .solid)
            }
        case .pixels(let sheet, let rect): paint(sheet, in: rect)
        case .disc(let centre, let radius, let ink, let isFilled):
            unsafe cairo_new_path(context)
            unsafe cairo_arc(context, Self.near(centre.x), Self.near(centre.y), radius, 0, 2 * Double.pi)
            if isFilled { fill(ink) } else { stroke(ink, width: 1.1, dash: .solid) }
        case .text(let text, let at, let style, _):
            colour(style.ink)
            unsafe cairo_set_font_face(context, fonts.cairoFace(style.face))
            unsafe cairo_set_font_size(context, style.size)
            unsafe cairo_move_to(context, Self.near(at.x), Self.near(at.y))
            unsafe cairo_show_text(context, String(text.unicodeScalars.filter(PaperText.isText)))
            unsafe cairo_new_path(context)
        }
    }

    private func within(_ clip: Rect?, _ body: () -> Void) {
        guard let clip else { return body() }
        unsafe cairo_save(context)
        path(clip)
        unsafe cairo_clip(context)
        body()
        unsafe cairo_restore(context)
    }

    private func paint(_ sheet: PixelSheet, in rect: Rect) {
        var pixels = sheet.pixels
        unsafe pixels.withUnsafeMutableBytes { bytes in
            let source = unsafe cairo_image_surface_create_for_data(
                bytes.bindMemory(to: UInt8.self).baseAddress, CAIRO_FORMAT_RGB24, Int32(sheet.columns),
                Int32(sheet.rows), Int32(sheet.columns * 4))
            guard let source = unsafe source else { return }
            unsafe cairo_save(context)
            unsafe cairo_translate(context, Self.near(rect.x), Self.near(rect.y))
            unsafe cairo_scale(
                context, max(Self.near(rect.width), 0.001) / Double(sheet.columns),
                max(Self.near(rect.height), 0.001) / Double(sheet.rows))
            unsafe cairo_set_source_surface(context, source, 0, 0)
            unsafe cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
            unsafe cairo_rectangle(context, 0, 0, Double(sheet.columns), Double(sheet.rows))
            unsafe cairo_fill(context)
            unsafe cairo_restore(context)
            // The pixels end with this call: nothing may read them afterwards.
            unsafe cairo_surface_flush(surface)
            unsafe cairo_surface_finish(source)
            unsafe cairo_surface_destroy(source)
        }
    }

    private func path(_ rect: Rect) {
        unsafe cairo_new_path(context)
        unsafe cairo_rectangle(
            context, Self.near(rect.x), Self.near(rect.y), Self.near(rect.width), Self.near(rect.height))
    }

    private func trace(_ points: [Point]) {
        unsafe cairo_new_path(context)
        for point in points { unsafe cairo_line_to(context, Self.near(point.x), Self.near(point.y)) }
    }

    private func fill(_ ink: Ink) {
        colour(ink)
        unsafe cairo_fill(context)
    }

    private func stroke(_ ink: Ink, width: Double, dash: Dash) {
        colour(ink)
        unsafe cairo_set_line_width(context, width)
        let lengths = dash.pattern.map { $0 * max(width, 0.5) }
        unsafe lengths.withUnsafeBufferPointer { buffer in
            unsafe cairo_set_dash(context, buffer.baseAddress, Int32(buffer.count), 0)
        }
        unsafe cairo_stroke(context)
    }

    private func colour(_ ink: Ink) {
        let (red, green, blue) = ink.components
        unsafe cairo_set_source_rgb(context, red, green, blue)
    }

    /// A coordinate that cairo can hold.
    private static func near(_ value: Double) -> Double {
        value.isFinite ? min(max(value, -farthest), farthest) : 0
    }
}

/// Where cairo writes the bytes of a stream. It is reached through a pointer while its canvas lives, and only then.
@safe final class ByteSink {
    private(set) var bytes: [UInt8] = []

    /// The sink as cairo's closure; the canvas that owns it outlives every call.
    var pointer: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    /// cairo's way to write.
    static let write: cairo_write_func_t = { closure, data, length in
        guard let closure = unsafe closure else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = unsafe Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
        unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }
}
