namespace KoreExport.Backups;

/// <summary>
/// What a backup set holds. Of each bot and kind it keeps every file, and the latest word where no new file came: unchanged, or failed.
/// It so grows with the files and not with the nights. Adding an item twice changes nothing, which makes merging simple.
/// </summary>
internal sealed class BackupIndex
{
    private readonly Dictionary<BackupKey, History> _histories = [];
    private readonly Dictionary<(string BotId, KoreExportKind Kind), List<BackupKey>> _keys = [];

    /// <summary>When the set was begun, UTC.</summary>
    public DateTime? CreatedOn { get; set; }

    public int Count => _histories.Values.Sum(static history => history.Items.Count());

    public IEnumerable<BackupKey> Keys => _histories.Keys;

    /// <summary>All items, in an order that stays: bot, kind, part, time.</summary>
    public IEnumerable<BackupItem> Items => _histories
        .OrderBy(static pair => pair.Key.BotId, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Key.Kind)
        .ThenBy(static pair => pair.Key.Part, StringComparer.Ordinal)
        .SelectMany(static pair => pair.Value.Items.OrderBy(static item => item.SavedOn));

    public void Add(BackupItem item)
    {
        if (!_histories.TryGetValue(item.Key, out var history))
        {
            _histories[item.Key] = history = new History();
            if (!_keys.TryGetValue((item.BotId, item.Kind), out var keys))
            {
                _keys[(item.BotId, item.Kind)] = keys = [];
            }

            keys.Add(item.Key);
        }

        history.Add(item);
    }

    public void Add(BackupIndex other)
    {
        foreach (var item in other.Items)
        {
            Add(item);
        }
    }

    /// <summary>The latest word on it, good or bad.</summary>
    public BackupItem? Newest(BackupKey key) => Find(key)?.Items.OrderByDescending(static item => item.SavedOn).FirstOrDefault();

    /// <summary>The latest good word on it: saved, or found unchanged.</summary>
    public BackupItem? NewestGood(BackupKey key) =>
        Find(key)?.Items.Where(static item => item.IsGood).OrderByDescending(static item => item.SavedOn).FirstOrDefault();

    /// <summary>All of one bot and kind, whatever the part.</summary>
    public IReadOnlyList<BackupKey> KeysOf(string botId, KoreExportKind kind) => _keys.TryGetValue((botId, kind), out var keys) ? keys : [];

    /// <summary>Forgets files that are gone and have a successor: somebody cleans up old backups.</summary>
    /// <param name="isThere">Whether an item's file is there.</param>
    public void ForgetCleanedUp(Predicate<BackupItem> isThere)
    {
        foreach (var history in _histories.Values)
        {
            history.ForgetCleanedUp(isThere);
        }
    }

    private History? Find(BackupKey key) => _histories.TryGetValue(key, out var history) ? history : null;

    private sealed class History
    {
        // Few: one for each file of one bot and kind that is still kept.
        private readonly List<BackupItem> _files = [];
        private BackupItem? _unchanged;
        private BackupItem? _failed;

        public IEnumerable<BackupItem> Items
        {
            get
            {
                foreach (var file in _files)
                {
                    yield return file;
                }

                if (_unchanged is not null)
                {
                    yield return _unchanged;
                }

                if (_failed is not null)
                {
                    yield return _failed;
                }
            }
        }

        public void Add(BackupItem item)
        {
            switch (item.Outcome)
            {
                case KoreBackupOutcome.Saved:
                    _files.RemoveAll(file => file.Path == item.Path && file.SavedOn <= item.SavedOn);
                    if (!_files.Exists(file => file.Path == item.Path))
                    {
                        _files.Add(item);
                    }

                    break;
                case KoreBackupOutcome.Unchanged when _unchanged is null || _unchanged.SavedOn < item.SavedOn:
                    _unchanged = item;
                    break;
                case KoreBackupOutcome.Failed when _failed is null || _failed.SavedOn < item.SavedOn:
                    _failed = item;
                    break;
            }

            var lastFile = _files.Count == 0 ? DateTime.MinValue : _files.Max(static file => file.SavedOn);
            if (_unchanged is not null && _unchanged.SavedOn <= lastFile)
            {
                _unchanged = null;
            }

            if (_failed is not null && (_failed.SavedOn <= lastFile || _failed.SavedOn <= _unchanged?.SavedOn))
            {
                _failed = null;
            }
        }

        public void ForgetCleanedUp(Predicate<BackupItem> isThere)
        {
            var newest = _files.OrderByDescending(static file => file.SavedOn).FirstOrDefault();
            if (_files.Count > 1 && isThere(newest!))
            {
                _files.RemoveAll(file => file != newest && file.Path != _unchanged?.Path && !isThere(file));
            }
        }
    }
}
