using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

public sealed class ArchiveEntryPathTests
{
    /// <summary>Names that must not become files.</summary>
    public static TheoryData<string> Unsafe { get; } =
    [
        // Out of the folder.
        "../outside.txt", "a/../../outside.txt", "..", "a/..", "./a.txt", "a//b.txt", "..\\outside.txt",

        // Absolute, on a drive or a share, or a stream of another file.
        "/etc/cron.d/job", "//server/share/a.txt", "\\\\server\\share\\a.txt", "\\\\?\\C:\\a.txt", "C:\\a.txt", "C:/a.txt", "C:a.txt",
        "folder\\a.txt", "a.txt:stream", "a.txt::$DATA",

        // Devices of Windows, and what it would cut off.
        "CON", "nul.txt", "NUL .txt", "Com1", "com1.tar.gz", "COM\u00B9", "lpt\u00B3.txt", "folder/prn", "aux/a.txt", "CONIN$",
        "a.txt.", "a.txt ", "a./b.txt",

        // Characters no file may have.
        "a\u0000b.txt", "a\u001b[2J.txt", "a\nb.txt", "a\u007fb.txt", "a?.txt", "a*.txt", "a|b.txt", "<a>.txt",

        // Too long: 256 letters; 86 characters, but 258 bytes; 40 folders.
        new('a', 256), new('€', 86), string.Join('/', Enumerable.Repeat("a", 40)),
    ];

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void What_leads_elsewhere_or_is_no_name_of_a_file_is_not_safe(string name) => Assert.False(ArchiveEntryPath.IsSafe(name));

    [Theory]
    [InlineData("console.txt")]
    [InlineData("com10.txt")]
    [InlineData("nulls/null.txt")]
    [InlineData(".gitignore")]
    [InlineData(" a.txt")]
    [InlineData("...a")]
    [InlineData("böt €.txt")]
    public void What_only_looks_like_one_is(string name) => Assert.True(ArchiveEntryPath.IsSafe(name));
}
