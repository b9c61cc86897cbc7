import Diagnostics

/// What a block must know of all blocks before it.
struct Seam: Sendable {
    /// Bytes of the record that the block before could not finish.
    var tail: [UInt8] = []
    /// Physical line on which the next record begins: the tail's when there is one.
    var line = 1
    /// The byte before the block is a CR.
    var followsCR = false
    /// Bytes of a character that the block before could not finish.
    var character: [UInt8] = []
    /// Records after the header so far.
    var records = 0
}

/// Finds the records of one block after the other, for one thread.
///
/// How it works. ``guess(_:)`` indexes a block as if it began outside quotes, from its first line end on, without
/// waiting for anybody. ``confirm(_:after:)`` then gets what the block before knows, finishes the record that straddles
/// the cut, and compares: when that record ends where the guess began, the guess was right. When not (the cut fell
/// inside quotes), the block is indexed again from the true beginning. So the outcome never depends on the cuts.
final class BlockScanner {
    private let file: String
    private let headerLine: Int
    private let guessed: RecordIndex
    /// Of the one record that straddles the cut before the block.
    private let straddling: RecordIndex
    private var guessStart: Int?
    /// Bytes at the block's beginning that may belong to a character begun before.
    private var continuations = 0
    private var invalidUTF8: Int?
    /// Holds block and tail together when the tail is too long for the block's margin.
    private var enlarged: UnsafeMutablePointer<UInt8>?

    private(set) var batches: [RecordBatch] = []

    /// Bytes of the longest record that is read.
    static let recordLimit = 16 << 20

    init(file: String, dialect: Dialect) {
        self.file = file
        headerLine = dialect.headerLine
        guessed = RecordIndex(delimiter: dialect.delimiter)
        straddling = RecordIndex(delimiter: dialect.delimiter)
    }

    deinit { enlarged?.deallocate() }

    /// Does all that needs no knowledge of the blocks before.
    func guess(_ block: Block) {
        let start = Block.margin
        let end = start + block.count
        let bytes = block.memory
        checkCharacters(block)
        guessStart = nil
        if block.index == 0 {
            let hasMark =
                block.count >= 3 && bytes[start] == 0xEF && bytes[start + 1] == 0xBB && bytes[start + 2] == 0xBF
            guessStart = start + (hasMark ? 3 : 0)
        } else {
            var i = start
            while i < end, bytes[i] != 10, bytes[i] != 13 { i += 1 }
            if i < end {
                guessStart = bytes[i] == 13 && i + 1 < end && bytes[i + 1] == 10 ? i + 2 : i + 1
            }
        }
        if let guessStart {
            guessed.begin(at: guessStart)
            guessed.scan(bytes, from: guessStart, to: end)
        }
    }

    /// Settles which records the block holds; ``batches`` has them afterwards.
    ///
    /// - Returns: What the next block must know.
    /// - Throws: 65 at the first place where the file is not what it should be.
    func confirm(_ block: Block, after seam: Seam) throws(Failure) -> Seam {
        batches.removeAll(keepingCapacity: true)
        var bytes = block.memory
        var start = Block.margin
        var end = start + block.count
        if block.index == 0 {
            start = guessStart!
        } else if seam.tail.isEmpty, seam.followsCR, block.count > 0, bytes[start] == 10 {
            start += 1
        }
        var guessStart = guessStart
        let tailCount = seam.tail.count
        if tailCount > start {
            // In bounds: the new memory has room for the tail, the data and the surplus of whole-word loads.
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: tailCount + end - start + Block.margin)
            (larger + tailCount).initialize(from: bytes + start, count: end - start)
            enlarged?.deallocate()
            enlarged = larger
            bytes = larger
            end = tailCount + end - start
            start = tailCount
            guessStart = nil
        }
        let recordStart = start - tailCount
        (bytes + recordStart).update(from: seam.tail, count: tailCount)

        var index = guessed
        var line = seam.line
        var problems: [(offset: Int, diagnostic: Diagnostic)] = []
        func position(_ line: Int) -> SourcePosition { SourcePosition(file: file, line: line) }

        if tailCount > 0 || start != guessStart {
            straddling.begin(at: recordStart)
            if let after = straddling.scanLine(bytes, from: recordStart, to: end) {
                if after - recordStart > Self.recordLimit {
                    problems.append((recordStart + Self.recordLimit, .recordTooLong(at: position(line))))
                }
                if after == guessStart {
                    batches.append(RecordBatch(straddling, bytes: bytes, baseLine: line, after: headerLine))
                    line += straddling.line
                    if let overlong = straddling.overlong {
                        problems.append((overlong.offset, .tooManyFields(at: position(seam.line + overlong.line))))
                    }
                } else {
                    guessed.begin(at: recordStart)
                    guessed.scan(bytes, from: recordStart, to: end)
                }
            } else {
                index = straddling
            }
        }
        if block.isLast {
            if index.isInsideQuotes {
                problems.append((end, .unclosedQuote(at: position(line + index.recordLine))))
            }
            index.finish(at: end)
        }
        if let overlong = index.overlong {
            problems.append((overlong.offset, .tooManyFields(at: position(line + overlong.line))))
        }
        if end - index.recordStart > Self.recordLimit {
            problems.append(
                (index.recordStart + Self.recordLimit, .recordTooLong(at: position(line + index.recordLine))))
        }
        if let wrong = characterProblem(block, after: seam) {
            let offset = wrong.offset - Block.margin + end - block.count
            let place = place(of: offset, in: bytes, from: recordStart, line: seam.line)
            problems.append((offset, .invalidUTF8(wrong.byte, at: place)))
        }
        if let first = problems.min(by: { $0.offset < $1.offset }) { throw Failure(.badData, first.diagnostic) }

        batches.append(RecordBatch(index, bytes: bytes, baseLine: line, after: headerLine))
        var next = Seam()
        next.tail = Array(UnsafeBufferPointer(start: bytes + index.recordStart, count: end - index.recordStart))
        next.line = line + index.recordLine
        next.followsCR = block.count > 0 ? bytes[end - 1] == 13 : seam.followsCR
        next.character = pendingCharacter(block, after: seam)
        next.records = seam.records + batches.reduce(0) { $0 + $1.records.count }
        return next
    }

    /// Line and column of a byte, counted from the beginning of a line.
    private func place(of offset: Int, in bytes: UnsafePointer<UInt8>, from: Int, line: Int) -> SourcePosition {
        var line = line
        var lineStart = from
        for i in stride(from: from, to: offset, by: 1) where bytes[i] == 10 || bytes[i] == 13 {
            if bytes[i] == 13 || i == from || bytes[i - 1] != 13 { line += 1 }
            lineStart = i + 1
        }
        return SourcePosition(file: file, line: line, column: offset - lineStart + 1)
    }
}

// MARK: Characters across cuts

extension BlockScanner {
    private func checkCharacters(_ block: Block) {
        let data = UnsafeBufferPointer(start: block.memory + Block.margin, count: block.count)
        continuations = 0
        if block.index > 0 {
            while continuations < min(3, data.count), data[continuations] & 0xC0 == 0x80 { continuations += 1 }
        }
        invalidUTF8 = firstInvalidUTF8(
            UnsafeBufferPointer(rebasing: data[continuations...]), isWhole: false
        ).map { $0 + continuations }
    }

    /// The first byte that is no part of a character; the offset is one of the block's memory, or before it.
    private func characterProblem(_ block: Block, after seam: Seam) -> (offset: Int, byte: UInt8)? {
        let start = Block.margin
        let joint = seam.character + (0..<continuations).map { block.memory[start + $0] }
        // A character cut twice waits on; only in blocks that are shorter than a character.
        let mayGoOn = !block.isLast && continuations == block.count
        if let wrong = firstInvalidUTF8(joint, isWhole: !mayGoOn) {
            return (start - seam.character.count + wrong, joint[wrong])
        }
        if let invalidUTF8 { return (start + invalidUTF8, block.memory[start + invalidUTF8]) }
        if block.isLast, let cut = unfinishedCharacter(block) {
            return (start + cut, block.memory[start + cut])
        }
        return nil
    }

    private func pendingCharacter(_ block: Block, after seam: Seam) -> [UInt8] {
        let start = Block.margin
        if continuations == block.count {
            let joint = seam.character + (0..<continuations).map { block.memory[start + $0] }
            return firstInvalidUTF8(joint, isWhole: true) == nil ? [] : joint
        }
        guard let cut = unfinishedCharacter(block) else { return [] }
        return (cut..<block.count).map { block.memory[start + $0] }
    }

    /// Where the last character begins, if the block ends before it does.
    private func unfinishedCharacter(_ block: Block) -> Int? {
        let data = UnsafeBufferPointer(start: block.memory + Block.margin, count: block.count)
        let from = max(continuations, data.count - 3)
        guard from < data.count else { return nil }
        for i in (from..<data.count).reversed() where data[i] & 0xC0 != 0x80 {
            let last = UnsafeBufferPointer(rebasing: data[i...])
            return firstInvalidUTF8(last, isWhole: true) == nil ? nil : i
        }
        return nil
    }
}

extension Diagnostic {
    static func unclosedQuote(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unclosed-quote", at: position, found: "a record with a quoted field that the file never closes",
            expected: "a closing quote",
            fix: "close the quote, or double a quote that belongs to the text; if the file breaks off, export it again")
    }

    static func tooManyFields(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "too-many-fields", at: position, found: "a record of more than 5,000 fields", expected: "at most 5,000",
            fix: "check the delimiter and the line ends of the file")
    }

    static func recordTooLong(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "record-too-long", at: position, found: "a record of more than 16 MiB", expected: "at most 16 MiB",
            fix: "check for a quote that opens here and is not closed where it should be")
    }
}
