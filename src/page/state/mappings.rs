//! Mappings that outlive a visit: in the browser, under what a header looks like, and in a file.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, Storage};

use super::super::dom;
use super::{Loaded, Progress, State};
use crate::dataset::Mapping;
use crate::dataset::remembered::{MappingFile, Refused, Remembered, SUFFIX, signature};
use crate::engine::{FileId, FileReport};
use crate::notice::Kind;

/// What all keys of remembered mappings begin with.
const KEY: &str = "goodhart.mapping.";

impl State {
    /// The mapping to begin with: of a mapping file, else of a session that was opened, else of an earlier visit, else
    /// what is proposed.
    pub(super) fn first_mapping(self, report: &FileReport) -> Option<Mapping> {
        let proposed = report.mapping.clone()?;
        let headers = report.headers();
        let saved = self.mapping_file.with_untracked(|file| {
            let (_, file) = file.as_ref()?;
            file.applied(&headers)
        });
        let session = || self.known_mapping(report);
        saved
            .or_else(session)
            .or_else(|| remembered(&headers))
            .or(Some(proposed))
    }

    /// Remembers a file's mapping for the next file with the same columns.
    pub(super) fn remember_mapping(self, id: FileId) {
        self.files.with_untracked(|files| {
            let file = files.iter().find(|file| file.id == id)?;
            let (report, mapping) = (file.report()?, file.mapping.as_ref()?);
            let headers = report.headers();
            let text = serde_json::to_string(&Remembered::of(mapping, &headers)).ok()?;
            // A browser that keeps nothing here only proposes anew next time.
            let _ = dom::storage()?.set_item(&key(&headers), &text);
            Some(())
        });
    }

    /// Goes back to what is proposed for a file, and forgets what was chosen for files like it.
    pub fn propose_again(self, id: FileId) {
        self.files.update(|files| {
            if let Some(file) = files.iter_mut().find(|file| file.id == id) {
                let proposed = file.report().and_then(|report| report.mapping.clone());
                file.mapping = proposed.or_else(|| file.mapping.take());
            }
        });
        self.files.with_untracked(|files| {
            let report = files.iter().find(|file| file.id == id)?.report()?;
            let _ = dom::storage()?.remove_item(&key(&report.headers()));
            Some(())
        });
    }

    /// Saves the mappings of all files as a file without data.
    pub fn save_mappings(self) {
        let text = self.files.with_untracked(|files| {
            let mapped = files
                .iter()
                .filter_map(|file| Some((file.mapping.as_ref()?, file.report()?.headers())));
            MappingFile::of(mapped).text()
        });
        dom::save(
            &format!("goodhart{SUFFIX}"),
            "application/json",
            text.as_bytes(),
        );
    }

    /// Takes mapping files out of what was dropped, and applies them to files that are there and that are to come.
    pub(super) fn take_mappings(self, files: Vec<File>) -> Vec<File> {
        let (mappings, files): (Vec<File>, Vec<File>) = files
            .into_iter()
            .partition(|file| file.name().ends_with(SUFFIX));
        for file in mappings {
            spawn_local(async move {
                let bytes = dom::bytes_of(&file).await.unwrap_or_default();
                match MappingFile::read(&String::from_utf8_lossy(&bytes)) {
                    Ok(read) => self.apply_mappings(file.name(), read),
                    Err(why) => self.refuse(
                        &file.name(),
                        match why {
                            Refused::Foreign => Kind::NoMappingFile,
                            Refused::Newer => Kind::NewerMappingFile,
                        },
                    ),
                }
            });
        }
        files
    }

    fn apply_mappings(self, name: String, saved: MappingFile) {
        self.files.update(|files| {
            for file in files {
                let applied = file
                    .report()
                    .and_then(|report| saved.applied(&report.headers()));
                file.mapping = applied.or_else(|| file.mapping.take());
            }
        });
        self.mapping_file.set(Some((name, saved)));
        if let Some(said) = self.mapping_file_sentence() {
            self.speak(&said);
        }
    }

    /// What the mapping file that was dropped is good for.
    pub fn mapping_file_sentence(self) -> Option<String> {
        let (name, saved) = self.mapping_file.get()?;
        let (fitting, usable) = self.files.with(|files| {
            let usable = files.iter().filter_map(Loaded::report);
            let usable: Vec<_> = usable.filter(|report| report.mapping.is_some()).collect();
            let fits = |report: &&&FileReport| saved.applied(&report.headers()).is_some();
            (usable.iter().filter(fits).count(), usable.len())
        });
        Some(match (fitting, usable) {
            (_, 0) => format!("{name} is used for the files that you drop."),
            (0, _) => format!("{name} fits none of these files: they lack columns that it uses."),
            _ => format!("{name} fits {fitting} of {usable} files."),
        })
    }
}

/// Takes what was chosen for files of earlier visits out of the browser's storage.
pub(super) fn forget_mappings(storage: &Storage) {
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
    let ours: Vec<String> = keys.filter(|key| key.starts_with(KEY)).collect();
    for key in ours {
        let _ = storage.remove_item(&key);
    }
}

impl Loaded {
    /// What was read of it, once it was.
    pub fn report(&self) -> Option<&FileReport> {
        match &self.progress {
            Progress::Read(report) => Some(report),
            Progress::Reading(..) => None,
        }
    }
}

fn remembered(headers: &[&str]) -> Option<Mapping> {
    let text = dom::storage()?.get_item(&key(headers)).ok()??;
    // What cannot be read was kept by another version.
    serde_json::from_str::<Remembered>(&text)
        .ok()?
        .applied(headers)
}

fn key(headers: &[&str]) -> String {
    format!("{KEY}{}", signature(headers))
}
