using KoreExport.Files;

namespace KoreExport.Definitions;

/// <summary>
/// Puts a finished tree in the place of the one before. Files of others stay; what fails on the way is taken back; and while it lasts a
/// file says so, so that nobody believes in a tree whose writer was killed.
/// </summary>
internal sealed class TreeSwap(string staging, string target)
{
    private readonly List<(string From, string To)> _moves = [];

    /// <summary>The files that are new.</summary>
    public List<string> Added { get; } = [];

    /// <summary>The files that differ from those before.</summary>
    public List<string> Modified { get; } = [];

    /// <summary>The files that are gone.</summary>
    public List<string> Removed { get; } = [];

    /// <summary>Moves the tree.</summary>
    /// <param name="files">The tree's files.</param>
    /// <param name="before">The files of the tree before.</param>
    /// <param name="force">Whether files of others may be replaced.</param>
    public void Apply(IReadOnlyList<string> files, IReadOnlyCollection<string> before, bool force)
    {
        if (!Directory.Exists(target))
        {
            AtomicFile.MoveFolder(staging, target);
            Added.AddRange(files);
            return;
        }

        Plan(files, before, force);
        var aside = staging + ".old";
        var marker = Path.Combine(target, TreeNames.Unfinished);
        try
        {
            File.WriteAllLines(marker, files.Union(before, StringComparer.Ordinal));
            Modified.Concat(Removed).ToList().ForEach(file => Move(target, aside, file));
            Added.Concat(Modified).ToList().ForEach(file => Move(staging, target, file));
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            TakeBack(marker);
            DeleteFolder(aside);
            throw;
        }

        File.Delete(marker);
        DeleteFolder(aside);
        DeleteEmptyFolders(Removed);
    }

    /// <summary>The files that an expansion that was killed had and was about to write; empty where there was none.</summary>
    public static IReadOnlyCollection<string> Unfinished(string folder)
    {
        var marker = Path.Combine(folder, TreeNames.Unfinished);
        return File.Exists(marker) ? File.ReadAllLines(marker) : [];
    }

    public static void DeleteFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // What ended the work is the error to report; the name of what is left says what it is.
        }
    }

    private void Plan(IReadOnlyList<string> files, IReadOnlyCollection<string> before, bool force)
    {
        var ours = new HashSet<string>(before, StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            var path = Full(target, file);
            if (!File.Exists(path))
            {
                Added.Add(file);
            }
            else if (!ours.Contains(file) && !force)
            {
                throw DefinitionErrors.FolderForeign(path, "is a file that this module did not write");
            }
            else if (!IsSame(path, Full(staging, file)))
            {
                Modified.Add(file);
            }
        }

        var now = new HashSet<string>(files, StringComparer.Ordinal);
        Removed.AddRange(before.Where(file => !now.Contains(file) && File.Exists(Full(target, file))).Distinct(StringComparer.Ordinal));
    }

    private void Move(string from, string to, string file)
    {
        var source = Full(from, file);
        var destination = Full(to, file);
        PrivateFile.CreateFolder(Path.GetDirectoryName(destination)!);
        AtomicFile.MoveNew(source, destination);
        _moves.Add((source, destination));
    }

    private void TakeBack(string marker)
    {
        for (var i = _moves.Count - 1; i >= 0; i--)
        {
            AtomicFile.MoveNew(_moves[i].To, _moves[i].From);
        }

        File.Delete(marker);
        DeleteEmptyFolders(Added);
    }

    private void DeleteEmptyFolders(List<string> files)
    {
        foreach (var file in files)
        {
            for (
                var folder = Path.GetDirectoryName(Full(target, file))!;
                folder.Length > target.Length;
                folder = Path.GetDirectoryName(folder)!)
            {
                if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    break;
                }

                Directory.Delete(folder);
            }
        }
    }

    private static bool IsSame(string one, string other)
    {
        var length = new FileInfo(one).Length;
        return length == new FileInfo(other).Length && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));
    }

    private static string Full(string folder, string file) => Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar));
}
