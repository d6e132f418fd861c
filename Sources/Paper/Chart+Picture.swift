// SPDX-License-Identifier: Apache-2.0
// A chart as a picture by itself: PNG, SVG or PDF, all three from the same sketch. The same chart gives the same
// bytes.

import DockModel

/// The format of a picture.
public enum PictureFormat: Sendable, Equatable {
    /// Pixels; `scale` of them for each point (1/72 inch). At most so many colours, 2 to 256: 16 make half a file.
    case png(scale: Double, colours: Int = 256)
    /// Lines, of any size.
    case svg
    /// One page of the picture's size.
    case pdf

    var kind: CanvasKind {
        switch self {
        case .png(let scale, let colours): .png(scale: scale.isFinite ? max(scale, 0.1) : 1, colours: colours)
        case .svg: .svg
        case .pdf: .pdf
        }
    }
}

/// What can be drawn into a rectangle: alone as a picture, or within a document.
public protocol Drawable: Sendable {
    /// What it shows, for those who cannot see it.
    var title: String { get }
    /// It as a drawing within a frame.
    func drawing(in frame: DrawingFrame) -> FrameDrawing
}

/// A part of a page to draw into, with its fonts.
public struct DrawingFrame {
    let rect: Rect
    let fonts: FontShelf
}

/// What was drawn into a frame.
public struct FrameDrawing: Sendable, Equatable {
    var sketch: Sketch
}

extension Drawable {
    /// The picture's bytes; width and height in points. A PDF says `created`, the others have no time in them.
    public func picture(
        _ format: PictureFormat, width: Double = 480, height: Double = 270, created: WallTime
    ) throws(PaperError) -> [UInt8] {
        let fonts = try FontShelf()
        let (width, height) = (PictureLimit.side(width), PictureLimit.side(height))
        let canvas = try Canvas(format.kind, width: width, height: height, fonts: fonts)
        let name = PaperText.line(title)
        try canvas.describe(PaperProperties(title: name, created: created))
        try canvas.page(
            drawing(in: DrawingFrame(rect: Rect(0, 0, width, height).inset(8), fonts: fonts)).sketch)
        return try canvas.finish(title: name)
    }
}

/// The sizes of pictures.
enum PictureLimit {
    /// A side in points: large enough for the heads of a chart, not larger than a poster.
    static func side(_ length: Double) -> Double {
        length.isFinite ? min(max(length, 160), 4_000) : 480
    }
}

extension Chart: Drawable {
    /// The chart as a drawing within a frame.
    public func drawing(in frame: DrawingFrame) -> FrameDrawing {
        FrameDrawing(sketch: ChartDrawing.sketch(self, in: frame.rect, fonts: frame.fonts))
    }
}
