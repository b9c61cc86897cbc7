package import Diagnostics

/// How a scan shares its work. The result does not depend on it.
package struct ScanOptions: Sendable {
    /// Decoded bytes of a block, at least 16. Memory is about this times the number of visitors plus two. A block that
    /// fits into a processor's own cache is read, scanned and added up there.
    package var blockSize: Int
    /// Compute the digest of the raw bytes.
    package var hashing: Bool

    package init(blockSize: Int = 1 << 18, hashing: Bool = true) {
        precondition(blockSize >= 16, "a block holds at least 16 bytes")
        self.blockSize = blockSize
        self.hashing = hashing
    }
}

/// What a pass over a file saw of it as a whole.
package struct ScanSummary: Hashable, Sendable {
    /// Of the bytes as they lie on disk, or as an archive's member unpacks, as 64 lower-case hexadecimal digits; empty when hashing is off.
    package var sha256: String
    /// On disk, or of an archive's member.
    package var bytes: Int
    /// After the header, without blank lines.
    package var records: Int
    /// Physical lines of the whole file.
    package var lines: Int

    package init(sha256: String, bytes: Int, records: Int, lines: Int) {
        self.sha256 = sha256
        self.bytes = bytes
        self.records = records
        self.lines = lines
    }
}

/// Shows every record after the header to the visitors, one thread a visitor, and hashes the file in the same pass.
///
/// Blank lines are not records. Which visitor sees which records is left to chance; each record is seen once.
///
/// - Throws: 65 when the file is broken, no UTF-8, or has a record of more than 5,000 fields or 16 MiB; 66 when it
///   cannot be opened; 74 when reading breaks off. Of several faults the first in the file.
package func scanRecords(
    _ file: InputFile, dialect: Dialect, options: ScanOptions = ScanOptions(), visitors: [any RecordVisitor]
) throws(Failure) -> ScanSummary {
    let pipeline = try ScanPipeline(file, dialect: dialect, options: options, visitors: visitors)
    inParallel(visitors.count) { pipeline.work($0) }
    return try pipeline.summary()
}

/// The state that the threads of one scan share.
///
/// How it works. Every thread takes what is to be done next: hashing the next block, of which there is at most one
/// thread at a time, or else reading and scanning the next block. Blocks are scanned at the same time and confirmed in
/// order (``BlockScanner``). The blocks in use are limited, so a slow task holds up the others and not the memory.
///
/// A class because the threads share it; all variables are guarded by `monitor`.
private final class ScanPipeline: @unchecked Sendable {
    private let file: InputFile
    private let dialect: Dialect
    private let visitors: [any RecordVisitor]
    private let source: BlockSource
    private let hashesBlocks: Bool
    private let monitor = Monitor()

    private var free: [Block]
    private var nextBlock = 0
    private var blockCount: Int?
    private var isFilling = false
    private var toHash: [Int: Block] = [:]
    private var nextHash = 0
    private var isHashing = false
    private var hasher: SHA256Hasher? = SHA256Hasher()
    private var confirmed = 0
    private var seam = Seam()
    private var failure: Failure?

    init(
        _ file: InputFile, dialect: Dialect, options: ScanOptions, visitors: [any RecordVisitor]
    ) throws(Failure) {
        self.file = file
        self.dialect = dialect
        self.visitors = visitors
        source = try BlockSource(file, blockSize: options.blockSize, hashing: options.hashing)
        hashesBlocks = options.hashing && !source.isGzip
        if !source.isSequential {
            blockCount = max(1, (source.plainSize + options.blockSize - 1) / options.blockSize)
        }
        let useful = min(visitors.count + 2, blockCount ?? .max)
        free = (0..<useful).map { _ in Block(capacity: options.blockSize) }
    }

    private enum Task {
        case hash(Block)
        case scan(Block, index: Int)
    }

    func work(_ number: Int) {
        let scanner = BlockScanner(file: file.name, dialect: dialect)
        while let task = nextTask() {
            switch task {
            case .hash(let block): hash(block)
            case .scan(let block, let index): scan(block, index: index, with: scanner, for: visitors[number])
            }
        }
    }

    /// Waits for something to do; nil when nothing will come any more.
    private func nextTask() -> Task? {
        monitor.locked {
            while failure == nil {
                if !isHashing, let block = toHash.removeValue(forKey: nextHash) {
                    isHashing = true
                    return .hash(block)
                }
                let isRead = blockCount.map { nextBlock >= $0 } ?? false
                if !isRead, !isFilling, let block = free.popLast() {
                    nextBlock += 1
                    isFilling = source.isSequential
                    block.users = hashesBlocks ? 2 : 1
                    return .scan(block, index: nextBlock - 1)
                }
                if isRead, !hashesBlocks || nextHash == blockCount { return nil }
                monitor.wait()
            }
            return nil
        }
    }

    private func hash(_ block: Block) {
        // Only one thread hashes at a time, so the hasher needs no lock while it works.
        hasher!.update(UnsafeRawBufferPointer(block.data))
        monitor.locked {
            nextHash += 1
            isHashing = false
            giveBack(block)
        }
    }

    private func scan(_ block: Block, index: Int, with scanner: BlockScanner, for visitor: any RecordVisitor) {
        do throws(Failure) {
            try source.fill(block, index: index)
        } catch {
            return fail(error, at: index)
        }
        monitor.locked {
            isFilling = false
            if block.isLast { blockCount = index + 1 }
            if hashesBlocks { toHash[index] = block }
            monitor.wakeAll()
        }
        scanner.guess(block)
        guard let before = seam(before: index) else { return }
        do throws(Failure) {
            let after = try scanner.confirm(block, after: before)
            monitor.locked {
                seam = after
                confirmed = index + 1
                monitor.wakeAll()
            }
        } catch {
            return fail(error, at: index)
        }
        for batch in scanner.batches where !batch.records.isEmpty { visitor.visit(batch) }
        monitor.locked { giveBack(block) }
    }

    /// Waits until all blocks before are confirmed; nil when one of them is broken.
    private func seam(before index: Int) -> Seam? {
        monitor.locked {
            while failure == nil, confirmed != index { monitor.wait() }
            return failure == nil ? seam : nil
        }
    }

    /// In order of blocks, so that the first fault in the file is the one that is told.
    private func fail(_ error: Failure, at index: Int) {
        monitor.locked {
            while failure == nil, confirmed != index { monitor.wait() }
            if failure == nil { failure = error }
            monitor.wakeAll()
        }
    }

    private func giveBack(_ block: Block) {
        block.users -= 1
        if block.users == 0 { free.append(block) }
        monitor.wakeAll()
    }

    func summary() throws(Failure) -> ScanSummary {
        if let failure { throw failure }
        let digest = source.isGzip ? source.finishPackedHash() : hashesBlocks ? hasher.take()?.finish() : nil
        return ScanSummary(sha256: digest ?? "", bytes: source.size, records: seam.records, lines: seam.line - 1)
    }
}
